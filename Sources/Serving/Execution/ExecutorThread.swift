import Batching
import Dispatch
import Foundation
import Synchronization
import Tensors

/// A thread that owns a runner and runs one batch after another until the queue ends.
enum ExecutorThread {
    /// Starts threads and waits until each has made its runner and the first has tried it.
    ///
    /// - Parameter running: Entered by each thread until it ends.
    /// - Throws: the first thread's failure, in which case the queue is closed and all threads end.
    static func start(
        _ options: ServingOptions, named name: String, for model: LoadedModel,
        queue: BatchQueue<PendingPrediction>, metrics: ModelMetrics, running: DispatchGroup
    ) throws(ServingError) {
        let start = Start()
        for index in 1...options.executors {
            start.pending.enter()
            running.enter()
            let thread = Thread {
                serve(
                    model, from: queue, metrics: metrics, start: start,
                    trialThreads: index == 1 ? options.threads.most : nil)
                running.leave()
            }
            thread.name = "\(name) \(index)"
            thread.start()
        }
        start.pending.wait()
        if let failure = start.failure.withLock({ $0 }) {
            queue.close()
            throw failure
        }
    }

    private final class Start: Sendable {
        let pending = DispatchGroup()
        let failure = Mutex<ServingError?>(nil)
    }

    private static func serve(
        _ model: LoadedModel, from queue: BatchQueue<PendingPrediction>, metrics: ModelMetrics,
        start: Start, trialThreads: Int?
    ) {
        do throws(ServingError) {
            var runner = try runner(for: model, trialThreads: trialThreads)
            start.pending.leave()
            var finished: Batch<PendingPrediction>?
            while let batch = queue.take(after: finished) {
                batch.run(on: &runner, of: model, noting: metrics)
                finished = batch.withoutTasks
            }
        } catch {
            start.failure.withLock { $0 = $0 ?? error }
            start.pending.leave()
        }
    }

    /// Makes a runner and lets it run a row of zeros on so many threads, if any, so that a model that
    /// can't run is refused before it is served.
    private static func runner(
        for model: LoadedModel, trialThreads: Int?
    ) throws(ServingError) -> any BatchRunner {
        do {
            var runner = try model.makeRunner()
            let inputs = model.signature.inputs.compactMap { $0.zeros(rows: 1) }
            if let trialThreads, inputs.count == model.signature.inputs.count {
                let outputs = try runner.run(inputs, threads: trialThreads)
                try model.signature.checkOutputs(outputs, rows: 1)
            }
            return runner
        } catch let error as ServingError {
            throw error
        } catch {
            throw .warmUpFailed(String(describing: error))
        }
    }
}

extension TensorSignature {
    /// Rows of zeros, or nil where an extent of a row is not known.
    fileprivate func zeros(rows: Int) -> Tensor? {
        let extents = dimensions.dropFirst().compactMap { $0 }
        guard extents.count == dimensions.count - 1 else { return nil }
        return Tensor(shape: Shape([rows] + extents), elementType: elementType) { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
        }
    }
}
