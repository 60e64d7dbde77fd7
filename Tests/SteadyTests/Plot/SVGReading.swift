import Foundation
import FoundationXML
import Testing

/// All texts of a drawing, which must be well-formed XML.
func texts(of svg: String) throws -> [String] {
    final class Reader: NSObject, XMLParserDelegate {
        var texts = [""]

        // A text arrives in pieces, and ends where an element begins or ends.
        func parser(_ parser: XMLParser, foundCharacters string: String) {
            texts[texts.count - 1] += string
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            texts.append("")
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
            qualifiedName: String?
        ) {
            texts.append("")
        }
    }
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    return reader.texts
}
