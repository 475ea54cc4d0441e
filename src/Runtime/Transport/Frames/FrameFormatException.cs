namespace FlowActors.Runtime.Transport.Frames;

/// <summary>The peer sent bytes that are no frames of this protocol; the connection cannot be trusted any more.</summary>
internal sealed class FrameFormatException(string message) : Exception(message);
