import Foundation

/// A thread for one piece of work that blocks, which the cooperative pool must not be given.
enum BlockingThread {
    static func start(named name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = name
        thread.start()
    }
}
