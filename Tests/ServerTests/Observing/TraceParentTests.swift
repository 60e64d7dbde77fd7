import HTTPTypes
import Testing

@testable import Server

@Suite("traceparent")
struct TraceParentTests {
    static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    static let parent = "00f067aa0ba902b7"

    @Test("names the trace and the caller's span")
    func valid() throws {
        let value = try #require(TraceParent("00-\(Self.trace)-\(Self.parent)-01"))
        #expect(value.traceID == Self.trace)
        #expect(value.parentID == Self.parent)
    }

    @Test(
        "of later versions may go on behind a dash",
        arguments: [
            "01-\(trace)-\(parent)-01", "cc-\(trace)-\(parent)-01-what-ever",
            "fe-\(trace)-\(parent)-00-",
        ])
    func later(text: String) {
        #expect(TraceParent(text)?.traceID == Self.trace)
    }

    @Test(
        "that is not valid is none",
        arguments: [
            "", "00", "00-\(trace)-\(parent)", "00-\(trace)-\(parent)-", "00-\(trace)-\(parent)-1",
            "00-\(trace)-\(parent)-01-", "00-\(trace)-\(parent)-01-more",
            "ff-\(trace)-\(parent)-01",
            "00-00000000000000000000000000000000-\(parent)-01",
            "00-\(trace)-0000000000000000-01", "00-\(trace.uppercased())-\(parent)-01",
            "00-\(trace)-\(parent)-0G", "00-\(trace)0-\(parent)-01", "00-\(trace)-\(parent)0-01",
            "0-\(trace)-\(parent)-01", "01-\(trace)-\(parent)-01more", " 00-\(trace)-\(parent)-01",
            "00-\(trace)-\(parent)-01, 00-\(trace)-\(parent)-01", "00-\(trace)-\(parent)-0é",
            "00_\(trace)_\(parent)_01",
        ])
    func invalid(text: String) {
        #expect(TraceParent(text) == nil)
    }

    @Test("is read from the fields, and not where there are two")
    func fields() throws {
        let name = try #require(TraceParent.fieldName)
        var fields: HTTPFields = [name: "00-\(Self.trace)-\(Self.parent)-01"]
        #expect(TraceParent(fields)?.traceID == Self.trace)
        fields.append(HTTPField(name: name, value: "00-\(Self.trace)-\(Self.parent)-01"))
        #expect(TraceParent(fields) == nil)
        #expect(TraceParent(HTTPFields()) == nil)
    }
}
