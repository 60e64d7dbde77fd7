/// One step of a plan: an operation for known shapes, without memory.
///
/// Shared by executors.
protocol Kernel: Sendable {
    /// The bytes of working memory a run needs.
    var scratchByteCount: Int { get }

    /// What runs it, for tables: a library's name for its implementation or `swift`.
    var implementation: String { get }

    /// Whether a kernel for a part of each image gives that part the same bits.
    var keepsBitsInParts: Bool { get }

    /// Makes the kernel runnable on one executor. Every argument must be bound before it runs.
    func makeBound(_ environment: KernelEnvironment) throws(EngineError) -> any BoundKernel
}

extension Kernel {
    var keepsBitsInParts: Bool { true }
}

/// A kernel on one executor, with its arguments bound to memory.
///
/// Used by one thread at a time.
protocol BoundKernel: AnyObject {
    /// Says where an argument lies. Arguments the kernel keeps itself, such as reordered weights,
    /// are ignored.
    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer)

    /// Whether the argument must be bound. Weights that the kernel keeps reordered need not be.
    func reads(_ argument: KernelArgument) -> Bool

    func run() throws(EngineError)
}

/// An argument of a kernel.
enum KernelArgument: Hashable, Sendable {
    /// The node's input at an index.
    case input(Int)
    case result
}

/// What an executor lends its kernels.
struct KernelEnvironment {
    /// Working memory for the one kernel that runs.
    let scratch: UnsafeMutableRawPointer
    #if OneDNN
        let stream: OneDNN.Stream
    #endif
}
