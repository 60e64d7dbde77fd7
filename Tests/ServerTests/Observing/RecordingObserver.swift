import Server
import Synchronization

/// Keeps what it is told of requests.
final class RecordingObserver: RequestObserver {
    private let requests = Mutex<[AnsweredRequest]>([])

    func observe(_ request: borrowing AnsweredRequest) {
        let request = copy request
        requests.withLock { $0.append(request) }
    }

    /// The requests, once there are `count`; fewer if no more come.
    func requests(_ count: Int) async -> [AnsweredRequest] {
        await eventually { self.requests.withLock { $0.count >= count } }
        return requests.withLock { $0 }
    }
}
