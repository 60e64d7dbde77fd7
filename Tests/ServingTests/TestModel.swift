import Dispatch
import Serving
import Synchronization
import Tensors

/// A model of two inputs and two outputs whose runs a test can hold, watch and let fail.
///
/// For inputs `left` [N, 2] and `right` [N] it gives `sum` [N, 2], the sum of both, and `twice` [N].
final class TestModel: Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String { "out of order" }
    }

    /// The row counts of all runs, warm-up included.
    let batches = Mutex<[Int]>([])
    /// The thread counts of all runs, warm-up included.
    let threads = Mutex<[Int]>([])
    /// Signalled at the beginning of each run while `holds`.
    let entered = DispatchSemaphore(value: 0)
    /// Waited for in each run while `holds`.
    let released = DispatchSemaphore(value: 0)
    let holds = Atomic<Bool>(false)
    let fails = Atomic<Bool>(false)

    static let signature = ModelSignature(
        inputs: [
            TensorSignature(name: "left", elementType: .float32, dimensions: [nil, 2]),
            TensorSignature(name: "right", elementType: .float32, dimensions: [nil]),
        ],
        outputs: [
            TensorSignature(name: "sum", elementType: .float32, dimensions: [nil, 2]),
            TensorSignature(name: "twice", elementType: .float32, dimensions: [nil]),
        ])

    var loaded: LoadedModel { loaded() }

    func loaded(
        threadsPerRow: Double = .infinity, plannedSizes: PlannedSizes? = nil
    ) -> LoadedModel {
        LoadedModel(
            version: "7", signature: Self.signature, threadsPerRow: threadsPerRow,
            plannedSizes: plannedSizes
        ) { Runner(model: self) }
    }

    struct Runner: BatchRunner {
        let model: TestModel

        func run(_ inputs: [Tensor], threads: Int) throws -> [Tensor] {
            model.batches.withLock { $0.append(inputs[0].rowCount) }
            model.threads.withLock { $0.append(threads) }
            if model.holds.load(ordering: .sequentiallyConsistent) {
                model.entered.signal()
                model.released.wait()
            }
            if model.fails.load(ordering: .sequentiallyConsistent) { throw Failure() }
            return TestModel.outputs(for: inputs)
        }
    }

    /// What the model gives for the inputs.
    static func outputs(for inputs: [Tensor]) -> [Tensor] {
        let left = inputs[0].elements(as: Float.self)
        let right = inputs[1].elements(as: Float.self)
        return [
            Tensor(left.indices.map { left[$0] + right[$0 / 2] }, shape: inputs[0].shape),
            Tensor(right.map { $0 * 2 }, shape: inputs[1].shape),
        ]
    }

    /// Inputs of so many rows, with values of their own.
    static func inputs(rows: Int, seed: Int = 0) -> [Tensor] {
        [
            Tensor((0..<rows * 2).map { Float($0 + seed * 1_000) }, shape: [rows, 2]),
            Tensor((0..<rows).map { Float($0 * 3 + seed) }, shape: [rows]),
        ]
    }
}

/// The answer a prediction gets, and how often.
final class Answer: Sendable {
    private let results = Mutex<[Result<[Tensor], PredictionError>]>([])
    private let arrived = DispatchSemaphore(value: 0)

    /// Waits for the answer.
    func wait() throws(PredictionError) -> [Tensor] {
        arrived.wait()
        arrived.signal()
        guard let result = results.withLock({ $0.first }) else { throw .failed("no answer") }
        return try result.get()
    }

    /// The failure, once there is an answer; nil if it is a success.
    func failure() -> PredictionError? {
        do throws(PredictionError) {
            _ = try wait()
            return nil
        } catch {
            return error
        }
    }

    var count: Int { results.withLock { $0.count } }

    func prediction(
        _ inputs: [Tensor], deadline: ContinuousClock.Instant? = nil,
        isAbandoned: @escaping @Sendable () -> Bool = { false }
    ) -> Prediction {
        Prediction(inputs: inputs, deadline: deadline, isAbandoned: isAbandoned) { result in
            self.results.withLock { $0.append(result) }
            self.arrived.signal()
        }
    }
}

extension ServedModel {
    /// Submits a prediction and gives what will hold its answer.
    func answer(
        to inputs: [Tensor], deadline: ContinuousClock.Instant? = nil,
        isAbandoned: @escaping @Sendable () -> Bool = { false }
    ) -> Answer {
        let answer = Answer()
        submit(answer.prediction(inputs, deadline: deadline, isAbandoned: isAbandoned))
        return answer
    }

    /// Submits a prediction whose times are wanted.
    func answer(to inputs: [Tensor], noting times: PredictionTimes) -> Answer {
        let answer = Answer()
        var prediction = answer.prediction(inputs)
        prediction.times = times
        submit(prediction)
        return answer
    }

    /// Drains and waits until that is done.
    func drainAndWait() {
        let done = DispatchSemaphore(value: 0)
        drain { done.signal() }
        done.wait()
    }
}

/// Whether both have the same shapes and float32 elements.
func areEqual(_ left: [Tensor], _ right: [Tensor]) -> Bool {
    left.count == right.count
        && zip(left, right).allSatisfy {
            $0.shape == $1.shape && $0.elements(as: Float.self) == $1.elements(as: Float.self)
        }
}
