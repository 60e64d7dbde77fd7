import Fixtures
import Metrics
import Serving
import Testing

@Suite("A model's metrics", .timeLimit(.minutes(1)))
struct ModelMetricsTests {
    private let clock = TestClock()
    private let model = TestModel()

    private func served() throws -> ServedModel {
        let served = ServedModel(
            name: "test", options: ServingOptions(maxBatchSize: 4, queueCapacity: 9),
            now: { [clock] in clock.now })
        try served.start(model.loaded)
        return served
    }

    private func metrics(of model: ServedModel) throws -> ExpositionText {
        try ExpositionText(
            String(decoding: Exposition.text(of: [model], as: .prometheus), as: UTF8.self))
    }

    @Test("waiting, computing and being busy are measured by the model's clock")
    func times() throws {
        let served = try served()
        model.holds.store(true, ordering: .sequentiallyConsistent)
        let times = [PredictionTimes(), PredictionTimes()]
        let first = served.answer(to: TestModel.inputs(rows: 1), noting: times[0])
        model.entered.wait()
        clock.advance(by: .milliseconds(3))
        let second = served.answer(to: TestModel.inputs(rows: 2), noting: times[1])
        #expect(try metrics(of: served).value("steady_queue_rows") == 2)
        #expect(try metrics(of: served).value("steady_queue_requests") == 1)
        clock.advance(by: .milliseconds(2))
        model.released.signal()
        model.entered.wait()
        clock.advance(by: .milliseconds(70))
        model.released.signal()
        _ = try first.wait()
        _ = try second.wait()
        served.drainAndWait()

        #expect(times[0].queue == .zero)
        #expect(times[0].compute == .milliseconds(5))
        #expect(times[1].queue == .milliseconds(2))
        #expect(times[1].compute == .milliseconds(70))
        let metrics = try metrics(of: served)
        #expect(try metrics.value("steady_queue_rows", ["model": "test"]) == 0)
        #expect(try metrics.value("steady_queue_wait_seconds_count") == 2)
        #expect(try metrics.value("steady_queue_wait_seconds_sum") == 0.002)
        #expect(try metrics.value("steady_queue_wait_seconds_bucket", ["le": "0.0001"]) == 1)
        #expect(try metrics.value("steady_batch_compute_seconds_sum") == 0.075)
        #expect(try metrics.value("steady_executor_busy_seconds_total") == 0.075)
        #expect(try metrics.value("steady_executors") == 1)
    }

    @Test("batches are counted by their rows and why they were let go")
    func batches() throws {
        let served = try served()
        model.holds.store(true, ordering: .sequentiallyConsistent)
        let small = served.answer(to: TestModel.inputs(rows: 1))
        model.entered.wait()
        let large = served.answer(to: TestModel.inputs(rows: 9))
        model.released.signal()
        // 4 and 4 of the larger one, then the last.
        for _ in 0..<3 {
            model.entered.wait()
            model.released.signal()
        }
        _ = try small.wait()
        _ = try large.wait()
        served.drainAndWait()
        let metrics = try metrics(of: served)
        #expect(try metrics.value("steady_batch_rows_sum") == 10)
        #expect(try metrics.value("steady_batch_rows_count") == 4)
        #expect(try metrics.value("steady_batch_rows_bucket", ["le": "1.0"]) == 2)
        #expect(try metrics.value("steady_batch_rows_bucket", ["le": "4.0"]) == 4)
        #expect(try metrics.value("steady_queue_wait_seconds_count") == 2)
        let releases = try metrics.family("steady_batches_total").samples
        #expect(
            Set(releases.compactMap { $0.labels["release"] })
                == ["full", "executor_idle", "executor_freed"])
        #expect(releases.map(\.value).reduce(0, +) == 4)
        #expect(try metrics.value("steady_batches_total", ["release": "full"]) == 2)
    }

    @Test("the state and the version are told")
    func life() throws {
        let loading = ServedModel(name: "a\"b", options: ServingOptions(maxBatchSize: 1))
        var metrics = try metrics(of: loading)
        #expect(try metrics.value("steady_model_state", ["state": "loading"]) == 1)
        #expect(try metrics.value("steady_model_info", ["model": "a\"b", "version": ""]) == 1)
        let served = try served()
        metrics = try self.metrics(of: served)
        #expect(try metrics.value("steady_model_state", ["state": "ready"]) == 1)
        #expect(try metrics.value("steady_model_state", ["state": "loading"]) == 0)
        #expect(try metrics.value("steady_model_info", ["version": "7"]) == 1)
        served.drainAndWait()
        metrics = try self.metrics(of: served)
        #expect(try metrics.value("steady_model_state", ["state": "draining"]) == 1)
    }
}
