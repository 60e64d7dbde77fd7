import Glibc
import HTTPTypes
import Testing

@testable import Server

@Suite struct MailboxTests {
    private let letter = Mailbox.Letter.answer(
        SlotToken(slot: 0, generation: 0), request: 0,
        ServerResponse(head: HTTPResponse(status: .ok)), MemoryBudget().makeLease())

    private func isSignalled(_ mailbox: Mailbox) -> Bool {
        var poll = pollfd(fd: mailbox.signal.raw, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) == 1
    }

    @Test("only the first letter to a resting reactor signals, and none to one at work")
    func signals() throws {
        let mailbox = try Mailbox()
        mailbox.post(letter)
        #expect(isSignalled(mailbox))
        mailbox.clearSignal()
        mailbox.post(letter)
        #expect(!isSignalled(mailbox))

        mailbox.wake()
        #expect(!mailbox.rest())
        var letters: [Mailbox.Letter] = []
        mailbox.take(&letters)
        #expect(letters.count == 2)
        mailbox.post(letter)
        #expect(!isSignalled(mailbox))
        #expect(!mailbox.rest())

        letters = []
        mailbox.take(&letters)
        #expect(mailbox.rest())
        mailbox.post(letter)
        #expect(isSignalled(mailbox))
    }

    @Test("a reactor that gives way is woken for the letters that wait")
    func interruption() throws {
        let mailbox = try Mailbox()
        mailbox.wake()
        mailbox.interrupt()
        #expect(!isSignalled(mailbox))
        mailbox.wake()
        mailbox.post(letter)
        mailbox.interrupt()
        #expect(isSignalled(mailbox))
    }
}
