import CNGHTTP2

extension HTTP2Session {
    /// Ends streams whose client is too slow, and lets time heal what a client did in excess.
    ///
    /// To be called about once a second. A request that stays away is refused with 408, an answer that
    /// is not fetched is cut off with RST_STREAM; the connection's other streams go on.
    /// - Parameter now: The time, later than in the call before.
    /// - Returns: Whether anything came of it, so that events and output are to be looked at.
    public func review(now: ContinuousClock.Instant, limits: TransferLimits) -> Bool {
        recover(now)
        var isChanged = false
        for case let stream? in streams {
            guard let (phase, count) = stream.progress else {
                stream.transfer = nil
                continue
            }
            guard stream.transfer?.phase == phase else {
                stream.transfer = StreamTransfer(phase, count: count, now: now)
                continue
            }
            stream.transfer?.note(count: count, now: now)
            guard let transfer = stream.transfer, transfer.isOverdue(now: now, limits: limits)
            else { continue }
            end(stream, phase)
            isChanged = true
        }
        return isChanged
    }

    private func end(_ stream: HTTP2Stream, _ phase: StreamTransfer.Phase) {
        // Begins anew, so that the same is not done again in the next second.
        stream.transfer = nil
        switch phase {
        case .body: refuse(stream, .tooSlow)
        case .answer: reset(stream.id, NGHTTP2_CANCEL.rawValue)
        case .rest: reset(stream.id, NGHTTP2_NO_ERROR.rawValue)
        }
    }

    private func recover(_ now: ContinuousClock.Instant) {
        defer { lastReview = now }
        guard let lastReview else { return }
        gate.recover(seconds: (now - lastReview) / .seconds(1))
    }
}

extension HTTP2Stream {
    /// What the stream waits for from its client and how many bytes of it there are; nil if nothing.
    fileprivate var progress: (StreamTransfer.Phase, Int)? {
        if isAnswered {
            if sent < answer.count { return (.answer, sent) }
            return isComplete ? nil : (.rest, 0)
        }
        return isComplete || error != nil || isMalformed ? nil : (.body, body.count + discarded)
    }
}
