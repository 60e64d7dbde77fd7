import Batching
import Dispatch
import Foundation
import Synchronization

/// A model's life behind its queue: loading, then ready, then draining.
///
/// - States only follow each other in that order.
/// - Every prediction handed in is answered exactly once, whatever the state.
/// - Rows run on the executors' own threads and nowhere else.
public final class ServedModel: PredictionService {
    private struct Life {
        var state = ModelState.loading
        var version = ""
        var signature = ModelSignature(inputs: [], outputs: [])
    }

    /// The model's name, as it stands in paths and answers.
    public let modelName: String
    /// How requests are queued and run.
    public let options: ServingOptions

    private let life = Mutex(Life())
    private let queue: BatchQueue<PendingPrediction>
    private let running = DispatchGroup()
    let metrics: ModelMetrics

    /// Makes a model that is loading.
    ///
    /// - Parameter now: the clock by which predictions wait and run.
    public init(
        name: String, options: ServingOptions,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        modelName = name
        self.options = options
        let metrics = ModelMetrics(maxBatchSize: options.maxBatchSize, now: now)
        self.metrics = metrics
        queue = BatchQueue(
            maxBatchSize: options.maxBatchSize, capacity: options.queueCapacity, now: now,
            onAlarm: { queue, instant in queue.sweepLater(at: instant) },
            onDrop: { prediction, reason in
                metrics.drops[reason.label].add()
                prediction.drop(reason)
            })
    }

    deinit { queue.close() }

    /// The model's version, as people see it; empty while loading.
    public var modelVersion: String { life.withLock { $0.version } }

    /// Where the model is in its life.
    public var state: ModelState { life.withLock { $0.state } }

    /// What the model takes and gives; nothing while loading.
    public var signature: ModelSignature { life.withLock { $0.signature } }

    /// The number of rows that wait.
    public var queuedRows: Int { queue.queuedRows }

    /// The number of requests that wait, in whole or in part.
    public var queuedRequests: Int { queue.queuedTasks }

    /// Starts the executors, lets one run a row of zeros, and is ready.
    ///
    /// Blocks meanwhile. Call once, from one thread. Plans that only save time are made on a thread of
    /// low priority afterwards.
    ///
    /// - Throws: `ServingError` where the model can't be served; it then stays `loading` for good.
    public func start(_ model: LoadedModel) throws(ServingError) {
        try model.signature.checkBatching()
        let state = state
        guard state == .loading else { throw .startedBefore(state) }

        queue.share(options.threads.sharing(threadsPerRow: model.threadsPerRow))
        try ExecutorThread.start(
            options, named: modelName, for: model, queue: queue, metrics: metrics, running: running)
        life.withLock { life in
            life.version = model.version
            life.signature = model.signature
            if life.state == .loading { life.state = .ready }
        }
        if let sizes = model.plannedSizes { planAhead(sizes) }
    }

    private func planAhead(_ sizes: PlannedSizes) {
        let running = running
        running.enter()
        let thread = Thread { [weak self] in
            // For the calling thread only; what it does must not keep a request waiting.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            sizes.planOthers { self?.state == .ready }
            running.leave()
        }
        thread.name = "\(modelName) plans"
        thread.start()
    }

    /// Hands rows to the model.
    ///
    /// What is not expected to be done by its deadline is refused, see `BatchQueue`.
    /// Never blocks; every refusal comes through the completion, then on the calling thread.
    public func submit(_ prediction: Prediction) {
        let life = life.withLock { $0 }
        guard life.state != .loading else {
            return prediction.completion(.failure(.unavailable(.loading)))
        }
        do throws(PredictionError) {
            let rows = try life.signature.rowCount(of: prediction.inputs)
            try enqueue(PendingPrediction(prediction, size: rows))
        } catch {
            prediction.completion(.failure(error))
        }
    }

    private func enqueue(_ prediction: PendingPrediction) throws(PredictionError) {
        do throws(BatchQueueError) {
            try queue.submit(prediction)
        } catch {
            throw PredictionError(error)
        }
    }

    /// Why a request with that deadline would not be accepted now; nil if it would.
    public func refusal(
        deadline: ContinuousClock.Instant?, priority: Priority
    ) -> PredictionError? {
        queue.refusal(deadline: deadline, priority: priority).map { PredictionError($0) }
    }

    /// Why a request with that deadline would not be accepted when its body has come; nil if it would, and
    /// its row is reckoned with, see `BatchQueue.announce`.
    public func announce(
        deadline: ContinuousClock.Instant?, priority: Priority
    ) -> PredictionError? {
        queue.announce(deadline: deadline, priority: priority).map { PredictionError($0) }
    }

    /// Says that the model is draining, but goes on answering: what a server has already taken in
    /// must not be lost while it tells its clients to go.
    public func announceDraining() { life.withLock { $0.state = .draining } }

    /// Accepts nothing from now on, answers what was accepted, and ends the executors.
    ///
    /// Returns at once; `completion` is called on some thread when all that is done.
    public func drain(_ completion: @escaping @Sendable () -> Void) {
        announceDraining()
        queue.close()
        running.notify(queue: .global(), execute: completion)
    }
}

extension PredictionError {
    fileprivate init(_ error: BatchQueueError) {
        self =
            switch error {
            case .overloaded(let queuedRows, let capacity, let wait):
                .overloaded(queuedRows: queuedRows, capacity: capacity, wait: wait)
            case .tooLate(let wait, let excess): .tooLate(wait: wait, excess: excess)
            case .oversized(let rows, let capacity): .tooManyRows(rows: rows, limit: capacity)
            case .closed: .unavailable(.draining)
            }
    }
}
