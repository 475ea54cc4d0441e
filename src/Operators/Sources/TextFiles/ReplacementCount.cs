using System.Text;

namespace FlowActors.Sources;

/// <summary>Puts U+FFFD in the place of bytes that are no text in an encoding, and counts how often.</summary>
internal sealed class ReplacementCount : DecoderFallback
{
    private static readonly DecoderReplacementFallback Replacement = new("\uFFFD");

    /// <summary>How often so far.</summary>
    public long Value { get; private set; }

    public override int MaxCharCount => 1;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new CountingBuffer(this, Replacement.CreateFallbackBuffer());

    private sealed class CountingBuffer(ReplacementCount count, DecoderFallbackBuffer replacement) : DecoderFallbackBuffer
    {
        public override int Remaining => replacement.Remaining;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            count.Value++;
            return replacement.Fallback(bytesUnknown, index);
        }

        public override char GetNextChar() => replacement.GetNextChar();

        public override bool MovePrevious() => replacement.MovePrevious();

        public override void Reset() => replacement.Reset();
    }
}
