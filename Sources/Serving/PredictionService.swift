import Batching
import Tensors

/// Where a model is in its life.
public enum ModelState: String, Sendable, CaseIterable {
    /// Reading the checkpoint, building the plan or warming up.
    case loading
    /// Answering.
    case ready
    /// About to end: still answering what comes, until the server has sent its clients away.
    case draining
}

/// One request's rows for the model, and what is to become of them.
public struct Prediction: Sendable {
    /// One tensor for each input of the signature, in its order; all have the same row count ≥ 1.
    public var inputs: [Tensor]
    /// When the answer is of no more use, if ever.
    public var deadline: ContinuousClock.Instant?
    /// How much it matters beside others that wait.
    public var priority: Priority
    /// Whether nobody waits any more, asked before the rows run.
    ///
    /// Called on any thread; must not block.
    public var isAbandoned: @Sendable () -> Bool
    /// Where executors write how long it took, if anybody wants to know.
    public var times: PredictionTimes?
    /// Takes the answer, exactly once, on an executor's, a timer's or the submitting thread.
    ///
    /// Must not block. Gives one tensor for each output of the signature, in its order.
    public var completion: @Sendable (Result<[Tensor], PredictionError>) -> Void

    /// Makes a prediction from its parts.
    public init(
        inputs: [Tensor], deadline: ContinuousClock.Instant? = nil,
        priority: Priority = .normal,
        isAbandoned: @escaping @Sendable () -> Bool = { false },
        completion: @escaping @Sendable (Result<[Tensor], PredictionError>) -> Void
    ) {
        self.inputs = inputs
        self.deadline = deadline
        self.priority = priority
        self.isAbandoned = isAbandoned
        self.completion = completion
    }
}

/// Why a prediction has no answer.
public enum PredictionError: Error, Hashable, Sendable {
    /// The queue holds as many rows as it may, which take about `wait`; the same request may succeed
    /// later.
    case overloaded(queuedRows: Int, capacity: Int, wait: Duration)
    /// The answer would come only after the deadline, for the queue takes about `wait`; the same request
    /// may succeed once `excess` has passed.
    case tooLate(wait: Duration, excess: Duration)
    /// The queue was full and made room for a request of higher priority.
    case displaced
    /// The request alone has more rows than the queue may ever hold.
    case tooManyRows(rows: Int, limit: Int)
    /// The model is loading or draining.
    case unavailable(ModelState)
    /// The deadline passed before the rows ran.
    case deadlineExceeded
    /// The one who asked went away before the rows ran.
    case abandoned
    /// The engine failed; the text says how.
    case failed(String)
}

/// A model that answers predictions.
public protocol PredictionService: Sendable {
    /// The model's name, as it stands in paths and answers.
    var modelName: String { get }
    /// The model's version, as people see it.
    var modelVersion: String { get }
    /// Where the model is in its life.
    var state: ModelState { get }
    /// What the model takes and gives. Meaningful once the state is not `loading`.
    var signature: ModelSignature { get }
    /// Why a request with that deadline would not be accepted now, going by its head alone; nil if it
    /// would. Cheap and never blocks.
    func refusal(deadline: ContinuousClock.Instant?, priority: Priority) -> PredictionError?
    /// The same for a request whose body is still to come; if it would be accepted, its row is reckoned
    /// with until then.
    func announce(deadline: ContinuousClock.Instant?, priority: Priority) -> PredictionError?
    /// Hands rows to the model. Never blocks; every refusal comes through the completion too.
    func submit(_ prediction: Prediction)
}

/// A service that reckons with nothing that has not come.
extension PredictionService {
    /// Says what `refusal` says.
    public func announce(
        deadline: ContinuousClock.Instant?, priority: Priority
    ) -> PredictionError? {
        refusal(deadline: deadline, priority: priority)
    }
}
