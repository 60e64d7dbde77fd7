import HTTP
import HTTPTypes

extension HTTP1Session {
    mutating func complete(
        _ request: UInt64, with response: ServerResponse, holding memory: MemoryLease,
        _ output: inout OutputBuffer
    ) {
        let index = request &- firstExchange
        guard index < UInt64(exchanges.count) else { return }
        exchanges[Int(index)].answer = response
        exchanges[Int(index)].memory = memory
        if index == 0 { writeAnswers(&output) }
    }

    /// Writes the answers that no unanswered request comes before.
    mutating func writeAnswers(_ output: inout OutputBuffer) {
        while let first = exchanges.first, let answer = first.answer {
            var connection = first.connection
            var lingers = first.lingers
            let isLast = exchanges.count == 1
            // While draining, requests that were read already are still answered.
            if services.isDraining, isLast, leftover.isEmpty, incoming == nil || isDeaf {
                // A client that wanted to go on may be sending its next request.
                if connection.keepsAlive { lingers = true }
                connection.keepsAlive = false
            }
            write(answer, to: first.account, connection, isHead: first.isHead, &output)
            exchanges.removeFirst()
            firstExchange += 1
            guard connection.keepsAlive else {
                isDeaf = true
                chosenEnding = lingers ? .linger : .close
                return
            }
        }
        if owesContinue, exchanges.isEmpty {
            owesContinue = false
            output.append(ResponseSerializer.continueLine)
        }
    }

    /// Writes an answer whose turn has come, and closes its account.
    func write(
        _ answer: ServerResponse, to account: RequestAccount,
        _ connection: ResponseSerializer.Connection, isHead: Bool, _ output: inout OutputBuffer
    ) {
        ResponseSerializer.append(
            answer.head, body: answer.body, isHead: isHead, connection: connection,
            stamp: services.stamp, to: &output)
        services.close(
            account, of: client, by: connection.observedVersion, with: answer, isHead: isHead)
    }

    mutating func timeOut(_ output: inout OutputBuffer) {
        switch activity {
        case .body where incoming == nil:
            // Only the body of an answered request is late.
            chosenEnding = .close
        case .head, .body:
            owesContinue = false
            isDeaf = true
            let account = incoming?.closedAccount ?? services.account(of: nil)
            incoming = nil
            exchanges.append(
                Exchange(
                    connection: .init(version: .http11, keepsAlive: false), isHead: false,
                    lingers: false, account: account,
                    answer: .failure(.requestTimeout, "the request took too long to arrive")))
            writeAnswers(&output)
        case .idle, .answering, .lingering:
            chosenEnding = .close
        }
    }
}
