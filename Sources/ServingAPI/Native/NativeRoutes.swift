import HTTPTypes
import Metrics
import Serving

/// steady's own paths: predictions, and the health and the figures of the process.
struct NativeRoutes: RouteFamily {
    private let resources: [String: Resource]

    init(
        service: any PredictionService, defaultTimeout: Duration, serverTiming: ServerTiming,
        limits: BodyLimits, decoding: DecodingStage, metrics: [any MetricSource],
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        let start = now()
        let health = HealthEndpoint(service: service) { now() - start }
        resources = [
            "/predict": Resource(
                .predict,
                (
                    .post,
                    PredictEndpoint(
                        service: service, defaultTimeout: defaultTimeout,
                        serverTiming: serverTiming, limits: limits, decoding: decoding, now: now)
                )),
            "/health": Resource(.health, (.get, health)),
            "/health/live": Resource(.live, (.get, LivenessEndpoint())),
            "/health/ready": Resource(.ready, (.get, ReadinessEndpoint(service: service))),
            "/metrics": Resource(.metrics, (.get, MetricsEndpoint(sources: metrics))),
        ]
    }

    func resource(at path: String) -> Resource? { resources[path] }
}
