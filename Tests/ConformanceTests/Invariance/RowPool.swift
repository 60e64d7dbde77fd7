import Fixtures
import Graph
import Tensors

/// Rows that a model can be asked about, each with one tensor for each input.
struct RowPool: Sendable {
    let rows: [[Tensor]]

    /// The rows of the tensors that a model takes together.
    init(splitting inputs: [Tensor]) {
        rows = (0..<(inputs.first?.rowCount ?? 0)).map { row in
            inputs.map { $0.rows(row..<row + 1) }
        }
    }

    /// Seeded rows for a model that takes `float32`, the last three such as must not spoil their
    /// neighbours: not numbers, infinite, and as large as a number can be.
    init(for inputs: [(name: String, type: ValueType)], count: Int = 32) {
        var generator = SeededGenerator(seed: 7)
        let spoiling = [Float.nan, .infinity, .greatestFiniteMagnitude]
        rows = (0..<count).map { row in
            inputs.map { input in
                let shape = input.type.shape(batchSize: 1)
                let fill = row + spoiling.count - count
                let values = (0..<shape.elementCount).map { _ in
                    fill >= 0 ? spoiling[fill] : Float.random(in: -2...2, using: &generator)
                }
                return Tensor(values, shape: shape)
            }
        }
    }

    /// What a model takes to be asked about some of the rows, in this order.
    func batch(_ arrangement: [Int]) -> [Tensor] {
        rows[0].indices.map { input in Tensor.joiningRows(arrangement.map { rows[$0][input] }) }
    }
}
