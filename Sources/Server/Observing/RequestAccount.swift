import HTTPTypes

/// What is kept of a request from its head until its answer, for those who count and log.
struct RequestAccount {
    /// Nil where the bytes were no request.
    let head: HTTPRequest?
    /// When the head was whole.
    let began: ContinuousClock.Instant
    /// The bytes of the body.
    var receivedBytes = 0
}

extension ConnectionServices {
    /// Begins to keep account of a request.
    func account(of head: HTTPRequest?) -> RequestAccount {
        RequestAccount(head: head, began: now)
    }

    /// Tells the observers that a request is answered.
    func close(
        _ account: RequestAccount, of client: Client, by version: AnsweredRequest.Version,
        with answer: ServerResponse, isHead: Bool = false
    ) {
        observe(
            AnsweredRequest(
                head: account.head, version: version, remoteAddress: client.remoteAddress,
                receivedBytes: account.receivedBytes, status: answer.head.status.code,
                sentBytes: isHead ? 0 : answer.body.count, duration: now - account.began,
                notes: answer.notes))
    }

    /// Tells the observers that a request's client has gone before its answer.
    func abandon(
        _ account: RequestAccount, of client: Client, by version: AnsweredRequest.Version
    ) {
        observe(
            AnsweredRequest(
                head: account.head, version: version, remoteAddress: client.remoteAddress,
                receivedBytes: account.receivedBytes,
                status: AnsweredRequest.clientClosedRequest, sentBytes: 0,
                duration: now - account.began, notes: AnswerNotes()))
    }

    private func observe(_ request: AnsweredRequest) {
        // By place, since each would be copied otherwise.
        for place in observers.indices { observers[place].observe(request) }
    }
}
