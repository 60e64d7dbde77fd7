import Glibc
import HTTP
import Server

/// One thread's share of a load: its connections, its arrivals and its results.
///
/// An event loop over epoll and an alarm; used by the thread it is made on.
final class LoadLoop {
    static let alarmToken = UInt64.max
    /// A request due sooner than this is waited for without sleeping, which takes as long.
    private static let spinning = Duration.microseconds(20)
    private static let sweeping = Duration.milliseconds(10)

    let plan: LoadPlan
    let address: SocketAddress
    /// What the connections' TLS is made from; nil where they are in the clear.
    let sealing: TLSClientContext?
    let window: LoadWindow
    let epoll: Epoll
    var connections: [LoadConnection] = []
    var free: PlaceQueue
    var now: MonotonicTime
    var result = LoadResult()
    var landings: [Landing] = []
    var readBuffer = [UInt8](repeating: 0, count: 256 << 10)
    /// Room for what one connection's TLS says, used for the length of one call.
    var plaintext: [UInt8]
    /// The requests under way.
    var underWay = 0

    private let alarm: Alarm
    private let http1: [[UInt8]]
    private let http2: [HTTP2Request]
    private var arrivals: Arrivals
    private var nextRequest: Int
    /// Requests begun that count.
    private var begun = 0
    private var alarmIsSetTo: MonotonicTime?
    private var nextSweep: MonotonicTime
    private var lastLanding: MonotonicTime
    private var processorTimeAtBegin: Duration?

    /// Makes the share of the thread at `index`.
    init(
        _ plan: LoadPlan, index: Int, address: SocketAddress, sealing: TLSClientContext?,
        start: MonotonicTime
    ) throws(ServerError) {
        self.plan = plan
        self.address = address
        self.sealing = sealing
        plaintext = [UInt8](repeating: 0, count: sealing == nil ? 0 : 64 << 10)
        func share(_ count: Int) -> Int {
            count / plan.threads + (index < count % plan.threads ? 1 : 0)
        }
        window = LoadWindow(plan, start: start, requestCount: plan.requestCount.map(share))
        now = start
        nextSweep = start
        lastLanding = window.begin
        epoll = try Epoll()
        alarm = try Alarm()
        let authority = SocketAddress(host: plan.host, port: plan.port).description
        switch plan.wireProtocol {
        case .http1:
            http1 = plan.requests.map { $0.http1Bytes(authority: authority) }
            http2 = []
        case .http2:
            http1 = []
            let scheme = sealing == nil ? "http" : "https"
            http2 = plan.requests.map { $0.http2(scheme: scheme, authority: authority) }
        }
        arrivals = Arrivals(plan.pace.share(of: plan.threads, index: index), start: start)
        nextRequest = index * plan.requests.count / plan.threads
        let count = share(plan.connections)
        connections = (0..<count).map { LoadConnection(index: $0, now: start) }
        free = PlaceQueue(capacity: count * plan.streams)
        try epoll.add(alarm.descriptor, .input, token: Self.alarmToken)
    }

    /// Puts the load on the server, and waits for the last answers.
    func run() -> LoadResult {
        while true {
            now = .now
            if now >= nextSweep { sweep() }
            if isOver { break }
            issue()
            epoll.wait(atMost: pause()) { token, readiness in
                if token == Self.alarmToken {
                    now = .now
                    alarm.clear()
                    alarmIsSetTo = nil
                } else {
                    handle(connections[Int(token)], readiness)
                }
                issue()
            }
        }
        finish()
        return result
    }

    /// What a connection that has just been made speaks; nil when there is no memory for it.
    func makeExchange() -> (any Exchange)? {
        switch plan.wireProtocol {
        case .http1: HTTP1Exchange(requests: http1)
        case .http2: try? HTTP2Exchange(requests: http2, streams: plan.streams)
        }
    }

    /// Counts what has ended.
    func land(on connection: LoadConnection) {
        for landing in landings {
            underWay -= 1
            lastLanding = now
            if case .answer = landing.outcome { connection.served() }
            if window.counts(landing.flight.due) { count(landing) }
        }
        landings.removeAll(keepingCapacity: true)
    }

    private func count(_ landing: Landing) {
        switch landing.outcome {
        case .answer(let status):
            let latency = now.nanoseconds - landing.flight.due.nanoseconds
            result.latencies.record(nanoseconds: latency)
            result.statuses[status, default: 0] += 1
            result.bodyBytes += landing.bodyBytes
            let isInTime = plan.deadline.map { .nanoseconds(latency) <= $0 } ?? true
            if 200..<300 ~= status, isInTime { result.goodAnswers += 1 }
        case .failure(let failure):
            result.failures[failure, default: 0] += 1
        }
    }

    private var hasBegunAll: Bool {
        now >= window.end || window.requestCount.map { begun >= $0 } ?? false
    }

    private var isOver: Bool {
        hasBegunAll && (underWay == 0 || now >= window.end.advanced(by: window.patience))
    }

    /// Begins requests as long as one is due and a place is free.
    private func issue() {
        if processorTimeAtBegin == nil, now >= window.begin {
            processorTimeAtBegin = ThreadTime.now
        }
        while free.count > 0, arrivals.isDue(at: now), !hasBegunAll {
            let due = arrivals.next ?? now
            guard due < window.end, let place = free.popFirst() else { return }
            let connection = connections[place.connection]
            guard connection.generation == place.generation, let exchange = connection.exchange,
                exchange.freePlaces > 0
            else { continue }
            exchange.begin(nextRequest, Flight(due: due, sent: now), &connection.output)
            nextRequest = (nextRequest + 1) % plan.requests.count
            underWay += 1
            if window.counts(due) { begun += 1 }
            arrivals.advance()
            touch(connection)
        }
        settleTouched()
    }

    /// How long to sleep until there may be something to do.
    private func pause() -> Duration {
        guard free.count > 0, let due = arrivals.next, !hasBegunAll else { return Self.sweeping }
        let gap = now.duration(to: due)
        if gap < Self.spinning { return .zero }
        if alarmIsSetTo != due {
            alarm.set(nanoseconds: due.nanoseconds)
            alarmIsSetTo = due
        }
        return min(gap, Self.sweeping)
    }

    private func sweep() {
        nextSweep = now.advanced(by: Self.sweeping)
        let limit = now.advanced(by: .zero - plan.timeout)
        for connection in connections { sweep(connection, sentBefore: limit) }
        settleTouched()
    }

    private func finish() {
        for connection in connections {
            landings = (connection.exchange?.flights ?? []).map {
                Landing(flight: $0, outcome: .failure(.timeout))
            }
            land(on: connection)
        }
        if window.requestCount == nil {
            let unsent = arrivals.skip(before: window.end, from: window.begin)
            if unsent > 0 { result.failures[.unsent, default: 0] += unsent }
            result.elapsed = window.begin.duration(to: window.end)
        } else {
            result.elapsed = window.begin.duration(to: lastLanding)
        }
        result.processorTime = ThreadTime.now - (processorTimeAtBegin ?? ThreadTime.now)
    }

    private var touched: [LoadConnection] = []

    /// Has what a connection has to send written before the loop sleeps.
    func touch(_ connection: LoadConnection) {
        if touched.last !== connection { touched.append(connection) }
    }

    func settleTouched() {
        guard !touched.isEmpty else { return }
        let round = touched
        touched.removeAll(keepingCapacity: true)
        for connection in round { settle(connection) }
    }
}
