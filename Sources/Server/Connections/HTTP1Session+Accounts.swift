import HTTP

extension HTTP1Session.Incoming {
    /// The account with the bytes that have come.
    var closedAccount: RequestAccount {
        var account = account
        account.receivedBytes = body.bytes.count
        return account
    }
}

extension ResponseSerializer.Connection {
    /// The version as observers see it.
    var observedVersion: AnsweredRequest.Version { version.observedVersion }
}

extension RequestHead.Version {
    /// The version as observers see it.
    var observedVersion: AnsweredRequest.Version {
        switch self {
        case .http10: .http10
        case .http11: .http11
        }
    }
}
