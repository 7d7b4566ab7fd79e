/// What goes wrong with one `POST /train`.
public enum PostFault: Sendable, Equatable {
    /// The connection is closed with the request unread.
    case closedBeforeHead
    /// Closed when the header is there and the body is being asked for.
    case closedBeforeBody
    /// Answered with this status by the header alone.
    case refusedBeforeBody(Int)
    /// Closed after so many bytes of the body.
    case closedInBody(after: Int64)
    /// Closed after all of the body, without a byte of answer.
    case closed(Start)
    /// Dropped after all of the body, which the client sees as a reset.
    case reset(Start)
    /// The answer to a good submission, cut off.
    case cut(Start, CutPlace)
    /// Answered with something that tells of no job.
    case answered(Start, Words)
    /// Told as it is, in an odd shape; the job starts.
    case shaped(Shape)
    /// All as it should be, after a while.
    case slow(Duration)
    /// No answer for so long, then closed.
    case silent(Start, Duration)
    /// The trainer is started anew after the body was taken, and knows its earlier jobs or does not.
    case restarted(Start, forgetting: Bool)
    /// The trainer is started anew before it takes the body and knows none of its earlier jobs; then closed without an
    /// answer.
    case reborn(Start)

    /// Whether and when a job comes of the body.
    public enum Start: Sendable, Equatable {
        /// None comes of it.
        case none
        /// At once.
        case now
        /// It is shown only after so many answers to `GET /train/jobs`.
        case late(lists: Int)
        /// It is shown only after so long.
        case later(Duration)
    }

    /// Where an answer is cut.
    public enum CutPlace: Sendable, Equatable, CaseIterable {
        case inStatusLine, afterStatusLine, inHeaders, afterHeaders, inJob, beforeLastByte
    }

    /// An answer that tells of no job.
    public enum Words: Sendable, Equatable {
        /// This status, with FastAPI's `detail`.
        case status(Int)
        /// This status, with a proxy's page.
        case page(Int)
        /// 200 with `{}`.
        case emptyObject
        /// 200 with a job whose id is null.
        case nullID
        /// 204.
        case nothing
    }

    /// A good answer in an odd shape.
    public enum Shape: Sendable, Equatable, CaseIterable {
        /// With members that the contract does not name.
        case moreMembers
        /// With the other dialect's envelope, or without one's own.
        case otherEnvelope
        /// With nothing but the id.
        case bareID
        /// 202 in place of 200 or 201.
        case accepted
    }

    /// Whether a job comes of it, for the trainer's own count.
    public var start: Start {
        switch self {
        case .closedBeforeHead, .closedBeforeBody, .refusedBeforeBody, .closedInBody: .none
        case .closed(let start), .reset(let start), .cut(let start, _), .answered(let start, _),
            .silent(let start, _), .restarted(let start, _), .reborn(let start):
            start
        case .shaped, .slow: .now
        }
    }
}
