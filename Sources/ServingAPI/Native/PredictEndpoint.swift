import Batching
import HTTPTypes
import Server
import Serving
import Tensors

/// `POST /predict`: rows in, predictions out, in the form asked in.
struct PredictEndpoint: Responder {
    let service: any PredictionService
    /// How long a prediction may take where the request does not say.
    let defaultTimeout: Duration
    let serverTiming: ServerTiming
    let now: @Sendable () -> ContinuousClock.Instant

    /// What a head asks for.
    ///
    /// Nothing of it is kept until the body has come: reading it twice costs less.
    private struct Terms {
        var contentType: ContentType
        var accepted: AcceptedFormats
        var timeout: Duration
        var priority: Priority

        /// How long the answer may take to be ready: a twentieth of the time, 10 ms at most, is for
        /// its way back.
        var patience: Duration { timeout - min(timeout / 20, .milliseconds(10)) }
    }

    func refusal(of head: HTTPRequest) -> ServerResponse? {
        do throws(RequestError) {
            let terms = try terms(of: head)
            if let refusal = service.refusal(
                deadline: now() + terms.patience, priority: terms.priority)
            {
                throw .prediction(refusal)
            }
            return nil
        } catch { return ServerResponse(error) }
    }

    func respond(to request: ServerRequest, reply: Reply) {
        do throws(RequestError) {
            let terms = try terms(of: request.head)
            let signature = service.signature
            let format = terms.contentType.format(of: request.body)
            let start = now()
            let prediction = try read(request.body, as: format, signature: signature)
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
        } catch { reply.send(ServerResponse(error)) }
    }

    private func terms(of head: HTTPRequest) throws(RequestError) -> Terms {
        let fields = head.headerFields
        if let encoding = fields[.contentEncoding], encoding.lowercased() != "identity" {
            throw .unsupportedContentEncoding(encoding)
        }
        let terms = Terms(
            contentType: try ContentType(fields), accepted: try AcceptedFormats(fields),
            timeout: try RequestTimeout.read(fields) ?? defaultTimeout,
            priority: try RequestPriority.read(fields))
        // A draining model still answers: clients may not know yet that they are to go elsewhere.
        guard service.state != .loading else { throw .prediction(.unavailable(.loading)) }
        return terms
    }

    private func read(
        _ body: [UInt8], as format: BodyFormat, signature: ModelSignature
    ) throws(RequestError) -> PredictionRequest {
        switch format {
        case .json: try JSONPredictionReader.read(body, signature: signature)
        case .npy: try BinaryForms.readNpy(body, signature: signature)
        case .elements: try BinaryForms.readElements(body, signature: signature)
        }
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
