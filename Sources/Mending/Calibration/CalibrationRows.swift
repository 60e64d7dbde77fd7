import Graph
import Tensors

/// The rows that statistics are computed from, one file for each input.
struct CalibrationRows {
    let rowCount: Int
    /// How many rows run together.
    let batchSize: Int
    private let files: [(reader: NpyRowReader, type: ValueType)]

    /// Checks the files against the inputs.
    ///
    /// - Throws: `MendingError`.
    init(
        _ readers: [NpyRowReader], inputs: [(name: String, type: ValueType)], batchSize: Int
    ) throws(MendingError) {
        guard let first = readers.first, readers.count == inputs.count else {
            throw .inputFiles(inputs: inputs.map(\.name), given: readers.count)
        }
        rowCount = first.rowCount
        var size = batchSize
        for (reader, input) in zip(readers, inputs) {
            guard reader.rowCount == rowCount else {
                throw .rowCounts(file: reader.path, expected: rowCount, given: reader.rowCount)
            }
            let given = reader.shape.dimensions.dropFirst().map(Dimension.fixed)
            guard let batch = input.type.dimensions.first,
                Array(input.type.dimensions.dropFirst()) == given
            else {
                throw .rowType(
                    file: reader.path, input: input.name, expected: "\(input.type)",
                    given: "\(ValueType(reader.elementType, [.batch] + given))")
            }
            if let fixed = batch.fixedExtent {
                guard fixed > 0, rowCount % fixed == 0 else {
                    throw .batchSize(input: input.name, size: fixed, rows: rowCount)
                }
                size = fixed
            }
        }
        guard rowCount >= 2 else { throw .tooFewRows(file: first.path, given: rowCount) }
        self.batchSize = min(size, rowCount)
        files = zip(readers, inputs).map { ($0, $1.type) }
    }

    var batchCount: Int { (rowCount + batchSize - 1) / batchSize }

    /// The inputs of a batch; the last of them may be smaller.
    ///
    /// - Throws: `NpyError` if a file can't be read, `MendingError.notFinite` or `.inconvertible`.
    func batch(_ index: Int) throws -> [Tensor] {
        let start = index * batchSize
        let range = start..<min(start + batchSize, rowCount)
        return try files.map { reader, type in
            let tensor: Tensor
            let read = try reader.rows(range)
            do throws(TensorConversionError) {
                tensor = try read.converted(to: type.elementType)
            } catch {
                throw MendingError.inconvertible(file: reader.path, reason: error.description)
            }
            if let row = tensor.rowNotFinite {
                throw MendingError.notFinite(file: reader.path, row: start + row)
            }
            return tensor
        }
    }
}

extension Tensor {
    /// The first row with a number that is not finite.
    fileprivate var rowNotFinite: Int? {
        func first<Element: TensorElement & BinaryFloatingPoint>(_: Element.Type) -> Int? {
            withElements(of: Element.self) { elements in elements.firstIndex { !$0.isFinite } }
        }
        let element =
            switch elementType {
            case .float32: first(Float.self)
            case .float64: first(Double.self)
            case .float16: first(Float16.self)
            default: Int?.none
            }
        return element.map { $0 / max(1, elementCount / max(1, rowCount)) }
    }
}
