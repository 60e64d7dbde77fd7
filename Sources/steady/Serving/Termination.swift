/// How the process ends when it is asked to.
struct Termination: Hashable {
    /// How long it goes on as before, but for saying that it is not ready, so that those who send
    /// requests can learn to send them elsewhere.
    let delay: Duration
    /// How long running requests may take from then on.
    let grace: Duration

    /// As long as Kubernetes usually takes to tell all who route requests to a pod.
    private static let kubernetesDelay = Duration.seconds(5)

    init(delay: Duration, grace: Duration) {
        self.delay = delay
        self.grace = grace
    }

    /// - Parameter delay: nil for none, or five seconds in a pod of Kubernetes.
    init(delay: Duration?, grace: Duration, environment: [String: String]) {
        let isInPod = environment["KUBERNETES_SERVICE_HOST"]?.isEmpty == false
        self.init(delay: delay ?? (isInPod ? Self.kubernetesDelay : .zero), grace: grace)
    }
}
