import Foundation
import Server
import Synchronization

extension LoadPlan {
    /// Puts the load on the server and says what came of it.
    ///
    /// Blocks for the warm-up, the duration and the last answers; must not be called on a thread of
    /// the cooperative pool.
    ///
    /// - Throws: `LoadError` when the plan contradicts itself or no connection can be made. What goes
    ///   wrong after that is counted.
    public func run() throws(LoadError) -> LoadResult {
        try check()
        let address: SocketAddress
        let sealing: TLSClientContext?
        do throws(ServerError) {
            sealing = try makeSealing()
            address = try Descriptor.reachable(host: host, port: port)
            try sealing?.tryHandshake(with: address)
        } catch {
            throw .unreachable(error)
        }
        let start = MonotonicTime.now
        let results = Mutex<[Result<LoadResult, ServerError>]>([])
        let running = DispatchGroup()
        for index in 0..<threads {
            running.enter()
            let thread = Thread {
                let result = Result { () throws(ServerError) in
                    try LoadLoop(
                        self, index: index, address: address, sealing: sealing, start: start
                    ).run()
                }
                results.withLock { $0.append(result) }
                running.leave()
            }
            thread.name = "load \(index)"
            thread.start()
        }
        running.wait()
        var total = LoadResult()
        do throws(ServerError) {
            for result in results.withLock({ $0 }) { total.add(try result.get()) }
        } catch {
            throw .system(error)
        }
        return total
    }

    /// What the connections' TLS is made from; nil where they are in the clear.
    private func makeSealing() throws(ServerError) -> TLSClientContext? {
        guard let tls else { return nil }
        let trust: TLSClientContext.Trust =
            switch tls {
            case .system: .system
            case .authorities(let path): .authorities(path: path)
            case .anything: .anything
            }
        return try TLSClientContext(
            host: host, speaking: wireProtocol.agreed, trusting: trust)
    }
}
