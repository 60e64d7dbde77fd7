/// What one thread does in a run: kernels in order, each with the addresses it works on, and the
/// places where it waits for the other threads.
struct Program: Sendable {
    /// One thing to do.
    struct Call: Sendable {
        let action: Action
        /// The step it is a part of.
        let step: Int
        /// Which of the program's bindings are its own.
        let bindings: Range<Int>
    }

    /// What is done.
    enum Action: Sendable {
        /// The plan's kernel at an index runs.
        case kernel(Int)
        /// All threads wait for each other.
        case wait
        /// Bytes move within the thread's own memory.
        case move(from: Int, to: Int, byteCount: Int)
    }

    /// Where an argument lies in a call.
    struct Binding: Sendable {
        let argument: KernelArgument
        /// A number for the kernel's argument, by which threads remember where it lay last.
        let slot: Int
        let location: Location
    }

    /// A place in memory known by an offset.
    struct Location: Hashable, Sendable {
        let space: Space
        let offset: Int
    }

    /// The memories that calls work on.
    enum Space: Hashable, Sendable {
        /// The tensor given for the model's input at an index.
        case input(Int)
        /// The tensor made for a computed buffer that is given back, by its place among those.
        case output(Int)
        /// The memory that all threads of an executor share.
        case shared
        /// The memory of the thread that runs the program.
        case own
    }

    private(set) var calls: [Call] = []
    private(set) var bindings: [Binding] = []

    /// Appends a kernel's turn.
    mutating func call(
        _ kernel: Int, step: Int, _ arguments: [(KernelArgument, slot: Int, Location)]
    ) {
        let start = bindings.count
        for (argument, slot, location) in arguments {
            bindings.append(Binding(argument: argument, slot: slot, location: location))
        }
        calls.append(Call(action: .kernel(kernel), step: step, bindings: start..<bindings.count))
    }

    /// Appends a place to wait for the other threads.
    mutating func wait(before step: Int) {
        append(.wait, step)
    }

    /// Appends a move of bytes within the thread's own memory; the places may overlap.
    mutating func move(from: Int, to: Int, byteCount: Int, before step: Int) {
        append(.move(from: from, to: to, byteCount: byteCount), step)
    }

    private mutating func append(_ action: Action, _ step: Int) {
        calls.append(Call(action: action, step: step, bindings: bindings.count..<bindings.count))
    }
}
