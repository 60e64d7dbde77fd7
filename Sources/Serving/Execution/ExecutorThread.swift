import Batching
import Dispatch
import Foundation
import Synchronization
import Tensors

/// A thread that owns a runner and runs one batch after another until the queue ends.
enum ExecutorThread {
    /// Starts threads and waits until each has made its runner and warmed it up.
    ///
    /// - Parameter running: Entered by each thread until it ends.
    /// - Throws: the first thread's failure, in which case the queue is closed and all threads end.
    static func start(
        _ count: Int, named name: String, for model: LoadedModel,
        queue: BatchQueue<PendingPrediction>, running: DispatchGroup
    ) throws(ServingError) {
        let start = Start()
        for index in 1...count {
            start.pending.enter()
            running.enter()
            let thread = Thread {
                serve(model, from: queue, start: start)
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
        _ model: LoadedModel, from queue: BatchQueue<PendingPrediction>, start: Start
    ) {
        do throws(ServingError) {
            var runner = try warmRunner(for: model, maxBatchSize: queue.maxBatchSize)
            start.pending.leave()
            while let batch = queue.take() { batch.run(on: &runner, giving: model.signature) }
        } catch {
            start.failure.withLock { $0 = $0 ?? error }
            start.pending.leave()
        }
    }

    /// Makes a runner and runs the smallest and the largest batch of zeros, so that the first request
    /// finds plans and memory ready, and a model that can't run is refused before it is served.
    private static func warmRunner(
        for model: LoadedModel, maxBatchSize: Int
    ) throws(ServingError) -> any BatchRunner {
        do {
            var runner = try model.makeRunner()
            for size in maxBatchSize == 1 ? [1] : [1, maxBatchSize] {
                let inputs = model.signature.inputs.compactMap { $0.zeros(rows: size) }
                guard inputs.count == model.signature.inputs.count else { break }
                let outputs = try runner.run(inputs)
                try model.signature.checkOutputs(outputs, rows: size)
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
