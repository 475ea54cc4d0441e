using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>What was written, in its order.</summary>
public sealed class RecordedElements : List<string>, IStateWriter
{
    /// <summary>How many are taken before one is refused.</summary>
    public int FailsAt { get; init; } = int.MaxValue;

    public List<StateHeader> Headers { get; } = [];

    public void Add(int state, StateHeader header)
    {
        Assert.Equal(Headers.Count, state);
        Headers.Add(header);
    }

    public void Write(int state, in StateElement element)
    {
        if (Count == FailsAt) throw new IOException("The disk is full.");
        Add($"{element.KeyGroup} {Headers[state].Name} {Hex(element.Key)} {Hex(element.Namespace)} {Hex(element.MapKey)} {Hex(element.Value)} {element.LastTouch}");
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
}
