import Synchronization
import Tensors

/// A model's constants in the layouts its kernels ask for, each made once and shared by all plans
/// and executors.
///
/// Any thread may ask.
final class ConstantStore: Sendable {
    /// How a constant lies in memory.
    enum Layout: Equatable, Sendable {
        /// As the tensor does: dense, row-major.
        case plain
        /// Filters transformed for Winograd's algorithm.
        case winograd(tile: Int)
        #if OneDNN
            /// As a primitive chose it, from the constant read as `source`.
            case reordered(source: OneDNN.Layout, target: OneDNN.Layout)
        #endif
    }

    private struct Entry {
        let layout: Layout
        let memory: AlignedMemory
    }

    private let entries = Mutex<[Int: [Entry]]>([:])
    private let buffers: [LoweredGraph.Source]

    init(_ buffers: [LoweredGraph.Source]) { self.buffers = buffers }

    /// The tensor behind a buffer, if it is a constant.
    func tensor(_ buffer: Int) -> Tensor? {
        if case .constant(let tensor) = buffers[buffer] { tensor } else { nil }
    }

    /// A constant as its tensor lies; nil if the buffer is not a constant.
    func plain(_ buffer: Int) -> AlignedMemory? {
        guard let tensor = tensor(buffer) else { return nil }
        return memory(buffer, .plain) {
            let memory = AlignedMemory(byteCount: tensor.byteCount)
            tensor.withUnsafeBytes { memory.bytes.copyMemory(from: $0) }
            return memory
        }
    }

    /// A constant in a layout, made by the closure if nobody asked for it before.
    func memory<Failure: Error>(
        _ buffer: Int, _ layout: Layout, make: () throws(Failure) -> AlignedMemory
    ) throws(Failure) -> AlignedMemory {
        let existing = entries.withLock { entries in
            entries[buffer]?.first { $0.layout == layout }?.memory
        }
        if let existing { return existing }
        // Made outside of the lock; if two threads make the same at once, the first one is kept.
        let made = try make()
        return entries.withLock { entries in
            if let other = entries[buffer]?.first(where: { $0.layout == layout }) {
                return other.memory
            }
            entries[buffer, default: []].append(Entry(layout: layout, memory: made))
            return made
        }
    }

    /// The bytes of all constants in all layouts.
    var byteCount: Int {
        entries.withLock { entries in
            entries.values.reduce(0) { total, list in
                list.reduce(total) { $0 + $1.memory.bytes.count }
            }
        }
    }
}
