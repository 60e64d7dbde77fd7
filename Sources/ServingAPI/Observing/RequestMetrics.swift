import Metrics
import Server

/// Counts requests and measures them, by route and status.
public final class RequestMetrics: RequestObserver, MetricSource {
    private let modelName: String
    /// One for each route and status, empty ones too, so that counting needs neither lock nor search.
    private let durations: [Histogram]
    private let rejections = CounterSet()
    private let receivedBytes = Counter()
    private let sentBytes = Counter()
    private let decoding = Histogram(bounds: Histogram.partBounds)
    private let encoding = Histogram(bounds: Histogram.partBounds)

    /// Makes metrics at 0.
    ///
    /// - Parameter modelName: the name of the one model that routes are about.
    public init(modelName: String) {
        self.modelName = modelName
        durations = (0..<Route.allCases.count * StatusSlots.count).map { _ in
            Histogram(bounds: Histogram.requestBounds)
        }
    }

    /// Takes down a request that came to its end.
    public func observe(_ request: borrowing AnsweredRequest) {
        let route = Int(request.notes.route)
        let place = (route < Route.allCases.count ? route : 0) * StatusSlots.count
        durations[place + StatusSlots.slot(of: request.status)].observe(request.duration)
        receivedBytes.add(request.receivedBytes)
        sentBytes.add(request.sentBytes)
        if let times = request.notes.times {
            decoding.observe(times.decode)
            encoding.observe(times.encode)
        }
        if request.status >= 400 {
            rejections[
                request.notes.refusal ?? RejectionReason.standard(forStatus: request.status)
            ].add()
        }
    }

    /// Writes all families; of routes and statuses those that occurred.
    public func write(to exposition: inout Exposition) {
        let occurred = occurredDurations
        exposition.family(
            "steady_http_requests_total", .counter,
            help: "Requests that came to their end; code 499 is one whose client went away.")
        for (route, code, histogram) in occurred {
            exposition.sample(histogram.snapshot.count, labels(route, code))
        }
        exposition.family(
            "steady_http_request_duration_seconds", .histogram,
            help: "From the end of a request's head until its answer was ready to be sent.")
        for (route, code, histogram) in occurred {
            exposition.sample(histogram, labels(route, code))
        }
        exposition.counters(
            "steady_rejections_total",
            help: "Requests that were answered with an error, by why.", by: "reason", rejections)
        exposition.counter(
            "steady_http_request_body_bytes_total", help: "Bytes of requests' bodies.",
            receivedBytes.value)
        exposition.counter(
            "steady_http_response_body_bytes_total", help: "Bytes of answers' bodies.",
            sentBytes.value)
        exposition.family(
            "steady_codec_seconds", .histogram,
            help: "Time to read a prediction's body (decode) and to write its answer's (encode).")
        exposition.sample(decoding, ["operation": "decode"])
        exposition.sample(encoding, ["operation": "encode"])
    }

    private var occurredDurations: [(Route, String, Histogram)] {
        Route.allCases.flatMap { route in
            (0..<StatusSlots.count).compactMap { slot in
                let histogram = durations[Int(route.rawValue) * StatusSlots.count + slot]
                guard histogram.snapshot.count > 0 else { return nil }
                return (route, StatusSlots.label(of: slot), histogram)
            }
        }
    }

    private func labels(_ route: Route, _ code: String) -> Exposition.Labels {
        ["route": route.label, "code": code, "model": route.isOfModel ? modelName : ""]
    }
}
