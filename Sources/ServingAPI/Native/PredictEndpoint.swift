import Batching
import HTTP
import HTTPTypes
import Server
import Serving
import Tensors

/// `POST /predict`: rows in, predictions out, in the form asked in.
final class PredictEndpoint: Responder {
    let service: any PredictionService
    /// How long a prediction may take where the request does not say.
    let defaultTimeout: Duration
    let serverTiming: ServerTiming
    let limits: BodyLimits
    let decoding: DecodingStage
    let bulkhead = Bulkhead()
    let now: @Sendable () -> ContinuousClock.Instant

    /// A request that is decoded within so much time was judged by its head just now.
    private static let promptness = Duration.milliseconds(1)

    /// What a head asks for.
    struct Terms {
        var coding: ContentCoding
        var contentType: ContentType
        var accepted: AcceptedFormats
        var timeout: Duration
        var priority: Priority

        /// How long the answer may take to be ready: a twentieth of the time, 10 ms at most, is for
        /// its way back.
        var patience: Duration { timeout - min(timeout / 20, .milliseconds(10)) }
    }

    /// A request on its terms, of which the body is to come.
    private struct Awaited: RequestHandler {
        let endpoint: PredictEndpoint
        let terms: Terms

        func respond(to request: ServerRequest, reply: Reply) {
            endpoint.respond(to: request, on: terms, reply: reply)
        }
    }

    init(
        service: any PredictionService, defaultTimeout: Duration, serverTiming: ServerTiming,
        limits: BodyLimits, decoding: DecodingStage,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.service = service
        self.defaultTimeout = defaultTimeout
        self.serverTiming = serverTiming
        self.limits = limits
        self.decoding = decoding
        self.now = now
    }

    func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        do throws(RequestError) {
            let terms = try terms(of: head)
            let length = head.headerFields.text(of: .contentLength).flatMap { Int($0) } ?? 0
            // The answer waits for the reactor as long as the request did.
            let delay = max(now() - arrival, .zero)
            try checkTime(
                terms, since: arrival, after: decoding.expectedWait(forBytes: length) + delay
            ) { service.announce(deadline: $0, priority: $1) }
            return .awaited(by: Awaited(endpoint: self, terms: terms))
        } catch { return .answered(ServerResponse(error)) }
    }

    private func respond(to request: ServerRequest, on terms: Terms, reply: Reply) {
        decoding.run(terms.work(for: request.body)) { [self] in
            do throws(RequestError) {
                // Its time may have run while it was on its way, in the kernel or behind other bodies.
                if now() - request.arrival > Self.promptness {
                    if request.cancellation.isCancelled { throw .prediction(.abandoned) }
                    try checkTime(terms, since: request.arrival, after: .zero) {
                        service.refusal(deadline: $0, priority: $1)
                    }
                }
                try submit(request, terms, reply)
            } catch { reply.send(ServerResponse(error)) }
        }
    }

    private func terms(of head: HTTPRequest) throws(RequestError) -> Terms {
        let fields = head.headerFields
        let terms = Terms(
            coding: try ContentCoding(fields), contentType: try ContentType(fields),
            accepted: try AcceptedFormats(fields),
            timeout: try RequestTimeout.read(fields) ?? defaultTimeout,
            priority: try RequestPriority.read(fields))
        // A draining model still answers: clients may not know yet that they are to go elsewhere.
        guard service.state != .loading else { throw .prediction(.unavailable(.loading)) }
        return terms
    }

    /// Throws where the answer is not expected in time, so that no work is done for nothing.
    private func checkTime(
        _ terms: Terms, since arrival: ContinuousClock.Instant, after wait: Duration,
        asking refusal: (ContinuousClock.Instant, Priority) -> PredictionError?
    ) throws(RequestError) {
        let deadline = arrival + terms.patience - wait
        let excess = now() - deadline
        guard excess < .zero else { throw .prediction(.tooLate(wait: wait, excess: excess)) }
        if let refusal = refusal(deadline, terms.priority) {
            throw .prediction(refusal)
        }
    }

    private func submit(
        _ request: ServerRequest, _ terms: Terms, _ reply: Reply
    ) throws(RequestError) {
        let signature = service.signature
        let start = now()
        let (prediction, format) = try decode(request, terms, signature)
        let decode = start.duration(to: now())
        let form = prediction.form.answering(in: terms.accepted.best(for: format))
        let model = AnsweringModel(name: service.modelName, version: service.modelVersion)
        let cancellation = request.cancellation
        let isTimed = serverTiming.isWanted(request.head.headerFields)
        let times = PredictionTimes()
        let now = now
        var submitted = Prediction(
            inputs: prediction.inputs, deadline: request.arrival + terms.patience,
            priority: terms.priority,
            isAbandoned: { cancellation.isCancelled },
            completion: { outcome in
                let start = now()
                var response = Self.response(
                    to: outcome, form: form, signature: signature, model: model)
                let parts = WorkTimes(
                    decode: decode, queue: times.queue, compute: times.compute,
                    encode: start.duration(to: now()))
                response.notes.times = parts
                if isTimed { ServerTiming.add(parts, to: &response.head.headerFields) }
                reply.send(response)
            })
        submitted.times = times
        service.submit(submitted)
    }

    private static func response(
        to outcome: Result<[Tensor], PredictionError>, form: PredictionForm,
        signature: ModelSignature, model: AnsweringModel
    ) -> ServerResponse {
        do throws(RequestError) {
            switch outcome {
            case .success(let outputs):
                let body = try form.body(outputs, signature: signature, model: model)
                return ServerResponse(format: form.format, body: body)
            case .failure(let error): throw .prediction(error)
            }
        } catch { return ServerResponse(error) }
    }
}
