import Glibc

/// A `.npy` file of rows, read a range at a time: an array may be larger than memory.
///
/// The file stays open, and what lies in it is read when asked for. Any thread may read.
public final class NpyRowReader: Sendable {
    /// The path, for messages.
    public let path: String
    /// The type of the elements.
    public let elementType: ElementType
    /// The extents of the whole array; the outermost is the number of rows.
    public let shape: Shape

    private let descriptor: Int32
    private let header: NpyHeader
    private let rowByteCount: Int

    /// Opens the `.npy` file at `path` and checks that it is as long as its header says.
    ///
    /// - Throws: `NpyError`; besides those of a file read at once, `.noRows` if the array has no
    ///   dimension or is in Fortran order, where a row is scattered over the whole file.
    public init(path: String) throws(NpyError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(atPath: path) }
        do throws(NpyError) {
            let byteCount = try Self.byteCount(descriptor, path)
            let header = try Self.header(descriptor, byteCount, path)
            guard !header.shape.isEmpty else {
                throw .noRows(path: path, reason: "the array has no dimension")
            }
            guard !header.isFortranOrder || header.shape.count == 1 else {
                throw .noRows(
                    path: path,
                    reason: "it is in Fortran order; save it with numpy.ascontiguousarray(array)")
            }
            let width = header.type.elementType.byteCount
            guard let count = Shape.elementCountIfValid(header.shape),
                !count.multipliedReportingOverflow(by: width).overflow
            else { throw .shape(header.shape) }
            guard byteCount - header.dataOffset == count * width else {
                throw .elementBytes(
                    offset: header.dataOffset, expected: count * width,
                    given: byteCount - header.dataOffset)
            }
            self.header = header
            shape = Shape(header.shape)
            elementType = header.type.elementType
            rowByteCount = header.shape[0] == 0 ? 0 : count / header.shape[0] * width
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The number of rows.
    public var rowCount: Int { shape[0] }

    /// The rows in `range`; with another byte order or booleans other than 0 and 1 as
    /// `Tensor.init(npy:)` reads them.
    ///
    /// - Precondition: `range` lies within the rows.
    /// - Throws: `.file` when the system refuses, or the file has become shorter.
    public func rows(_ range: Range<Int>) throws(NpyError) -> Tensor {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rowCount, "rows \(range) of \(shape)")
        let offset = header.dataOffset + range.lowerBound * rowByteCount
        return try Tensor(
            shape: shape.withRowCount(range.count), elementType: elementType
        ) { bytes throws(NpyError) in
            try Self.read(descriptor, into: bytes, at: offset, path)
            bytes.convertFromNpy(header.type)
        }
    }

    private static func byteCount(
        _ descriptor: Int32, _ path: String
    ) throws(NpyError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file(atPath: path) }
        return Int(status.st_size)
    }

    /// Longer headers than this no program writes.
    private static let headerByteLimit = 1 << 20

    private static func header(
        _ descriptor: Int32, _ byteCount: Int, _ path: String
    ) throws(NpyError) -> NpyHeader {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(byteCount, headerByteLimit), alignment: 1)
        defer { bytes.deallocate() }
        try read(descriptor, into: bytes, at: 0, path)
        return try NpyHeader(UnsafeRawBufferPointer(bytes))
    }

    private static func read(
        _ descriptor: Int32, into bytes: UnsafeMutableRawBufferPointer, at offset: Int,
        _ path: String
    ) throws(NpyError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, offset + done)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .file(atPath: path) }
            guard count > 0 else {
                throw .file(path: path, reason: "it ends at byte \(offset + done)")
            }
            done += count
        }
    }
}
