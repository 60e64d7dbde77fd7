import Synchronization
import Tensors

/// A model's constants in the layouts its kernels ask for, each made once and shared by all plans
/// and executors.
///
/// A constant's tensor goes once there is a layout from which it can be had back, bit by bit, or once
/// there are all layouts that any plan can ask for. Any thread may ask.
final class ConstantStore: Sendable {
    /// How a constant lies in memory.
    enum Layout: Equatable, Sendable {
        /// As the tensor does: dense, row-major.
        case plain
        /// Filters transformed for Winograd's algorithm.
        case winograd(tile: Int)
        /// Filters gathered in the order in which Winograd's algorithm transforms them as it runs.
        case winogradGathered
        /// Filters in panels of result channels.
        case panels(PanelMatrix)
        #if OneDNN
            /// As a primitive chose it, from the constant read as `source`.
            case reordered(source: OneDNN.Layout, target: OneDNN.Layout)
        #endif
    }

    private struct Entry {
        let layout: Layout
        let memory: AlignedMemory
    }

    private struct Constant {
        let shape: Shape
        let elementType: ElementType
        /// The layouts that will ever be asked for; nil where kernels choose when they are made.
        var wanted: [Layout]? = []
        /// The tensor; nil once nobody needs it.
        var tensor: Tensor?
        var entries: [Entry] = []

        /// Lets the tensor go if it is not needed any more.
        mutating func dropTensor() {
            let isComplete = wanted?.allSatisfy { layout in
                entries.contains { $0.layout == layout }
            }
            if isComplete == true || entries.contains(where: \.layout.isReversible) {
                tensor = nil
            }
        }
    }

    private let constants: Mutex<[Int: Constant]>
    private let buffers: Set<Int>

    /// Takes the constants that a graph's steps read.
    convenience init(_ graph: LoweredGraph) { self.init(graph.steps, of: graph) }

    /// Takes the constants that steps read, each by its algorithm.
    init(_ steps: [LoweredGraph.Step], of graph: LoweredGraph) {
        var constants: [Int: Constant] = [:]
        for step in steps {
            for (input, view) in step.inputs.enumerated() {
                guard case .constant(let tensor?) = graph.buffers[view.buffer] else { continue }
                var constant =
                    constants[view.buffer]
                    ?? Constant(
                        shape: tensor.shape, elementType: tensor.elementType, tensor: tensor)
                if let layout = step.onlyLayout(of: input) {
                    constant.wanted?.append(layout)
                } else {
                    constant.wanted = nil
                }
                constants[view.buffer] = constant
            }
        }
        buffers = Set(constants.keys)
        self.constants = Mutex(constants)
    }

    /// Whether a buffer is a constant.
    func isConstant(_ buffer: Int) -> Bool { buffers.contains(buffer) }

    /// The tensor behind a buffer, if it is a constant; made again if it has gone.
    func tensor(_ buffer: Int) -> Tensor? {
        guard let constant = constants.withLock({ $0[buffer] }) else { return nil }
        return constant.tensor ?? restored(constant)
    }

    /// A constant as its tensor lies; nil if the buffer is not a constant.
    func plain(_ buffer: Int) -> AlignedMemory? {
        guard isConstant(buffer) else { return nil }
        return memory(buffer, .plain) { tensor in
            let memory = AlignedMemory(byteCount: tensor.byteCount)
            tensor.withUnsafeBytes { memory.bytes.copyMemory(from: $0) }
            return memory
        }
    }

    /// A constant in a layout, made by the closure of its tensor if nobody asked for it before.
    ///
    /// - Precondition: the buffer is a constant.
    func memory<Failure: Error>(
        _ buffer: Int, _ layout: Layout, make: (Tensor) throws(Failure) -> AlignedMemory
    ) throws(Failure) -> AlignedMemory {
        let existing = constants.withLock { constants in
            constants[buffer]?.entries.first { $0.layout == layout }?.memory
        }
        if let existing { return existing }
        guard let tensor = tensor(buffer) else {
            preconditionFailure("buffer \(buffer) is not a constant")
        }
        // Made outside of the lock; if two threads make the same at once, the first one is kept.
        let made = try make(tensor)
        return constants.withLock { constants in
            if let other = constants[buffer]?.entries.first(where: { $0.layout == layout }) {
                return other.memory
            }
            constants[buffer]?.entries.append(Entry(layout: layout, memory: made))
            constants[buffer]?.dropTensor()
            return made
        }
    }

    /// Copies what still lies in memory of others, such as a mapped file, so that they may free it.
    func detach() {
        constants.withLock { constants in
            for buffer in buffers {
                let detached = constants[buffer]?.tensor?.detached
                constants[buffer]?.tensor = detached
            }
        }
    }

    /// The bytes of all constants in all layouts.
    var byteCount: Int {
        constants.withLock { constants in
            constants.values.reduce(0) { total, constant in
                constant.entries.reduce(total) { $0 + $1.memory.bytes.count }
            }
        }
    }

    /// The tensor from a layout in which it still is; nil if there is none.
    private func restored(_ constant: Constant) -> Tensor? {
        guard let entry = constant.entries.first(where: { $0.layout.isReversible }) else {
            return nil
        }
        guard let memory = entry.layout.plainMemory(from: entry.memory) else { return nil }
        let byteCount = constant.shape.elementCount * constant.elementType.byteCount
        return Tensor(
            shape: constant.shape, elementType: constant.elementType,
            bytes: UnsafeRawBufferPointer(rebasing: memory.bytes[..<byteCount]), owner: memory)
    }
}

extension LoweredGraph.Step {
    /// The one layout in which kernels of any batch size and part read a constant; nil where they
    /// choose it when they are made.
    fileprivate func onlyLayout(of input: Int) -> ConstantStore.Layout? {
        guard input == 1 else { return nil }
        if let matrix = panels(for: .ofThisProcessor) { return .panels(matrix) }
        return winograd(for: .ofThisProcessor).map { $0.layer.layout(tile: $0.tile) }
    }
}

extension ConstantStore.Layout {
    /// Whether every bit of the tensor can be had back.
    fileprivate var isReversible: Bool {
        switch self {
        case .plain, .panels: true
        case .winograd, .winogradGathered: false
        #if OneDNN
            case .reordered(let source, let target): target.hasElements(of: source)
        #endif
        }
    }

    /// The tensor's bytes from memory in this layout.
    fileprivate func plainMemory(from memory: AlignedMemory) -> AlignedMemory? {
        switch self {
        case .plain: memory
        case .panels(let matrix): matrix.unpacked(memory)
        case .winograd, .winogradGathered: nil
        #if OneDNN
            case .reordered(let source, let target):
                try? OneDNN.reorder(UnsafeRawBufferPointer(memory.bytes), target, to: source)
        #endif
        }
    }
}
