import Engine
import Graph
import Tensors

/// Compares the bits that rows have in batches with the bits that they have alone.
struct InvarianceProbe: Sendable {
    private let model: CompiledModel
    private let pool: RowPool
    /// The answers of each row alone, on one thread.
    private let alone: [[[UInt8]]]

    init(_ graph: Graph, pool: RowPool? = nil) throws {
        let model = try CompiledModel(Answering.optimized(graph))
        let pool = pool ?? RowPool(for: model.inputs)
        let executor = try model.makeExecutor()
        self.model = model
        self.pool = pool
        alone = try pool.rows.map { row in try executor.run(row).map(\.bits) }
    }

    /// Asks two executors of one thread and one of two threads at the same time.
    ///
    /// - Parameter arrangements: The rows of each batch.
    /// - Returns: What differed, in words.
    func differences(_ arrangements: [[Int]]) async throws -> [String] {
        try await withThrowingTaskGroup { group in
            for threads in [1, 1, 2] {
                group.addTask {
                    let executor = try model.makeExecutor(threads: threads)
                    return try arrangements.flatMap { try differences($0, executor) }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func differences(_ arrangement: [Int], _ executor: Executor) throws -> [String] {
        let together = try executor.run(pool.batch(arrangement))
        return arrangement.enumerated().compactMap { place, row in
            let bits = zip(together, model.outputs).map { tensor, output in
                guard output.type.isBatched else { return tensor.bits }
                let share = tensor.rowCount / arrangement.count
                return tensor.rows(place * share..<(place + 1) * share).bits
            }
            return bits == alone[row]
                ? nil
                : "row \(row) at \(place) of \(arrangement.count), \(executor.threads) threads"
        }
    }
}

extension Tensor {
    fileprivate var bits: [UInt8] { withUnsafeBytes { Array($0) } }
}
