import HTTP
import HTTPTypes
import Tensors

/// What a request's header says about its body.
enum ContentType: Hashable {
    /// The client said which format it is.
    case stated(BodyFormat)
    /// The client did not say, or let `curl` say: `application/x-www-form-urlencoded` is what
    /// `curl --data` sends with anything.
    case unstated

    /// Reads `content-type`; parameters such as a charset are ignored, for JSON is UTF-8.
    init(_ fields: HTTPFields) throws(RequestError) {
        guard let field = fields.text(of: .contentType) else {
            self = .unstated
            return
        }
        let type = field.prefix { $0 != ";" }.trimmingSpaces.lowercased()
        switch type {
        case "", "application/x-www-form-urlencoded": self = .unstated
        case "text/json": self = .stated(.json)
        case let type where type.hasPrefix("application/") && type.hasSuffix("+json"):
            self = .stated(.json)
        default:
            guard let format = BodyFormat.allCases.first(where: { $0.mediaType == type }) else {
                throw .unsupportedMediaType(String(field), accepted: BodyFormat.mediaTypes)
            }
            self = .stated(format)
        }
    }

    /// The format of the body: JSON where it is not stated and no `.npy` file starts it.
    func format(of body: [UInt8]) -> BodyFormat {
        switch self {
        case .stated(let format): format
        case .unstated: body.starts(with: Tensor.npyMagic) ? .npy : .json
        }
    }
}

extension StringProtocol {
    /// This text without spaces and tabs around it.
    var trimmingSpaces: SubSequence {
        // By bytes: characters are found by rules of Unicode that take longer than all else here.
        var range = endIndex..<endIndex
        for place in utf8.indices where utf8[place] != 0x20 && utf8[place] != 0x09 {
            let start = range.isEmpty ? place : range.lowerBound
            range = start..<utf8.index(after: place)
        }
        return self[range]
    }
}
