import Foundation
import Testing
import Wire

@Suite("Messages")
struct MessageCodingTests {
    @Test("a message comes back from its bytes, unknown fields included")
    func roundTrip() throws {
        // Field 6 of a node is not declared here.
        let bytes: [UInt8] = [0x0a, 1, 0x61, 0x12, 3, 0x41, 0x64, 0x64, 0x32, 2, 0x0a, 0]
        let node = try TFNodeDef(decoding: bytes)
        #expect(node.name == "a")
        #expect(node.op == "Add")
        #expect(try node.encoded() == bytes)
    }

    @Test("bytes that are no message are refused with its name")
    func refused() {
        let error = #expect(throws: WireError.self) { try TFGraphDef(decoding: [0x0a, 5, 1]) }
        #expect("\(error as Any)".contains("tensorflow.GraphDef"))
    }

    @Test("a state file's text is read, fields from the future skipped")
    func text() throws {
        let state = try TFCheckpointState(
            decodingText: """
                model_checkpoint_path: "model.ckpt-\\303\\274"
                all_model_checkpoint_paths: "a"  # the first
                all_model_checkpoint_paths: 'b'
                last_preserved_timestamp: 1.5
                not_known_yet { x: 3 }
                """)
        #expect(state.modelCheckpointPath == "model.ckpt-ü")
        #expect(state.allModelCheckpointPaths == ["a", "b"])
        #expect(state.lastPreservedTimestamp == 1.5)
        #expect(throws: WireError.self) { try TFCheckpointState(decodingText: "model: {") }
    }

    @Test("a message comes back from its text, whatever its strings hold")
    func textRoundTrip() throws {
        var state = TFCheckpointState()
        state.modelCheckpointPath = "größe \"1\"\\n \u{1}"
        state.allModelCheckpointPaths = ["a", "'b'", ""]
        #expect(try TFCheckpointState(decodingText: state.encodedText()) == state)
    }
}
