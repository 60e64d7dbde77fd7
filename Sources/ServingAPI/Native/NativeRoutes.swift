import HTTPTypes
import Serving

/// steady's own paths: predictions, and the health of the process.
struct NativeRoutes: RouteFamily {
    private let resources: [String: Resource]

    init(
        service: any PredictionService, defaultTimeout: Duration,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        let start = now()
        let health = HealthEndpoint(service: service) { now() - start }
        resources = [
            "/predict": Resource(
                (.post, PredictEndpoint(service: service, defaultTimeout: defaultTimeout, now: now))
            ),
            "/health": Resource((.get, health)),
            "/health/live": Resource((.get, LivenessEndpoint())),
            "/health/ready": Resource((.get, ReadinessEndpoint(service: service))),
        ]
    }

    func resource(at path: String) -> Resource? { resources[path] }
}
