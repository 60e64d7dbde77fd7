import CVectorKernels
import Tensors

/// Filters seen as a matrix, with a row for each product of a sum and a column for each result
/// channel, as our kernels for an instruction set read them: in panels of some columns.
struct PanelMatrix: Hashable, Sendable {
    /// The products of a sum.
    let products: Int
    /// The result channels.
    let columns: Int
    /// Whether the tensor has the columns outside.
    let isTransposed: Bool
    let instructions: VectorInstructionSet

    /// A tensor's numbers in panels.
    func packed(_ filters: Tensor) -> AlignedMemory {
        let kernels = instructions.kernels.pointee.panels
        let count = kernels.packed_count?(products, columns) ?? 0
        let memory = AlignedMemory(byteCount: count * MemoryLayout<Float>.size)
        filters.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress else { return }
            var shape = shape
            kernels.pack?(
                &shape, address.assumingMemoryBound(to: Float.self),
                memory.address.assumingMemoryBound(to: Float.self))
        }
        return memory
    }

    /// The tensor's numbers from panels.
    func unpacked(_ panels: AlignedMemory) -> AlignedMemory {
        let memory = AlignedMemory(byteCount: products * columns * MemoryLayout<Float>.size)
        var shape = shape
        instructions.kernels.pointee.panels.unpack?(
            &shape, panels.address.assumingMemoryBound(to: Float.self),
            memory.address.assumingMemoryBound(to: Float.self))
        return memory
    }

    private var shape: PanelFilters {
        PanelFilters(
            products: products, columns: columns, product_step: isTransposed ? 1 : columns,
            column_step: isTransposed ? products : 1)
    }
}
