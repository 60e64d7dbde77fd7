import Tensors

/// Writes JSON text piece by piece; what belongs together is the caller's business.
struct JSONWriter {
    /// The text so far.
    var text: [UInt8] = []

    /// Makes a writer with room for that many bytes.
    init(capacity: Int = 256) { text.reserveCapacity(capacity) }

    /// Writes punctuation, or text that is JSON already.
    mutating func write(_ json: StaticString) {
        text.append(
            contentsOf: UnsafeBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount))
    }

    mutating func write(_ integer: Int) { text += String(integer).utf8 }

    /// Writes a string in quotes; only what must be escaped is.
    mutating func write(string: String) {
        write("\"")
        if string.utf8.allSatisfy(Self.standsForItself) {
            text += string.utf8
        } else {
            writeEscaping(string)
        }
        write("\"")
    }

    private static func standsForItself(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func writeEscaping(_ string: String) {
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): write("\\\"")
            case UInt8(ascii: "\\"): write("\\\\")
            case UInt8(ascii: "\n"): write("\\n")
            case UInt8(ascii: "\r"): write("\\r")
            case UInt8(ascii: "\t"): write("\\t")
            case 0..<0x20:
                write(byte < 0x10 ? "\\u000" : "\\u00")
                text += String(byte, radix: 16).utf8
            default: text.append(byte)
            }
        }
    }

    /// Writes a key and its colon.
    mutating func write(key: String) {
        write(string: key)
        write(":")
    }

    /// Writes a list, with the closure at each element.
    mutating func writeList<Elements: Collection>(
        _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) -> Void
    ) {
        write("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { write(",") }
            body(&self, element)
        }
        write("]")
    }

    /// Writes an object, with the closure at each member, which writes key and value.
    mutating func writeObject<Members: Collection>(
        _ members: Members, _ body: (inout JSONWriter, Members.Element) -> Void
    ) {
        write("{")
        for (index, member) in members.enumerated() {
            if index > 0 { write(",") }
            body(&self, member)
        }
        write("}")
    }

    /// Appends what the closure writes to the memory it is given; it returns how many bytes.
    mutating func write(upTo count: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { memory in
            let written = body(memory)
            text.append(contentsOf: UnsafeBufferPointer(rebasing: memory[..<written]))
        }
    }
}
