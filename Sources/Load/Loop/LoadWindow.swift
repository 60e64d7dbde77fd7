/// When requests are sent and when they count.
struct LoadWindow {
    /// Requests that are due earlier are for warming up.
    let begin: MonotonicTime
    /// From here on no request is due.
    let end: MonotonicTime
    /// Requests that count, at most.
    let requestCount: Int?
    /// How long after the end answers are waited for.
    let patience: Duration

    init(_ plan: LoadPlan, start: MonotonicTime, requestCount: Int?) {
        begin = start.advanced(by: plan.warmUp)
        end = begin.advanced(by: plan.duration)
        self.requestCount = requestCount
        patience = plan.timeout
    }

    /// Whether a request that is due then counts.
    func counts(_ due: MonotonicTime) -> Bool { begin <= due && due < end }
}
