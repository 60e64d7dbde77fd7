import Metrics

/// What a model shows of itself.
extension ServedModel: MetricSource {
    /// Writes all families.
    public func write(to exposition: inout Exposition) {
        let model = modelName
        writeLife(to: &exposition)
        exposition.family(
            "steady_queue_rows", .gauge, help: "Rows that wait for an executor.")
        exposition.sample(queuedRows, ["model": model])
        exposition.family(
            "steady_queue_requests", .gauge, help: "Requests that wait for an executor.")
        exposition.sample(queuedRequests, ["model": model])
        exposition.family(
            "steady_queue_capacity_rows", .gauge, help: "The most rows that may wait.")
        exposition.sample(options.queueCapacity, ["model": model])
        exposition.family(
            "steady_queue_wait_seconds", .histogram,
            help: "From a prediction's submission until an executor took its first rows.")
        exposition.sample(metrics.waits, ["model": model])
        exposition.family(
            "steady_queue_drops_total", .counter,
            help: "Predictions that left the queue without being run.")
        for (reason, count) in metrics.drops.values {
            exposition.sample(count, ["model": model, "reason": reason])
        }
        writeBatches(to: &exposition)
    }

    private func writeLife(to exposition: inout Exposition) {
        exposition.family(
            "steady_model_info", .gauge, help: "The model that is served; always 1.")
        exposition.sample(1, ["model": modelName, "version": modelVersion])
        exposition.family(
            "steady_model_state", .gauge,
            help: "1 for the state in which the model is, 0 for the others.")
        let state = state
        for possible in ModelState.allCases {
            exposition.sample(
                possible == state ? 1 : 0, ["model": modelName, "state": possible.rawValue])
        }
    }

    private func writeBatches(to exposition: inout Exposition) {
        let model = modelName
        exposition.family("steady_batch_rows", .histogram, help: "Rows of a batch.")
        exposition.sample(metrics.rows, ["model": model])
        exposition.family(
            "steady_batches_total", .counter, help: "Batches, by why they were let go.")
        for (release, count) in metrics.releases.values {
            exposition.sample(count, ["model": model, "release": release])
        }
        exposition.family(
            "steady_batch_compute_seconds", .histogram,
            help: "How long the model computed a batch.")
        exposition.sample(metrics.computing, ["model": model])
        exposition.family(
            "steady_executor_busy_seconds_total", .counter,
            help: "Time that executors spent on batches; divided by steady_executors and the time "
                + "that went by, their busy share.")
        exposition.sample(Double(metrics.busyNanoseconds.value) / 1e9, ["model": model])
        exposition.family(
            "steady_executors", .gauge, help: "The most batches that run at the same time.")
        exposition.sample(options.executors, ["model": model])
    }
}
