using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.State.Export;

/// <summary>A state whose elements lie as bytes, and change no more.</summary>
internal sealed class FrozenBytes(RestoredState state) : IFrozenTable
{
    private int _position;

    /// <summary>A copy of an operator state, as it is now: it is small.</summary>
    public static FrozenBytes CopyOf(StateEntry entry)
    {
        var copy = new RestoredState(entry.Header);
        entry.Export(RestoredState.NoGroup, 0, new Copying(copy));
        return new FrozenBytes(copy);
    }

    public bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps)
    {
        if (state.Find(keyGroup) is { } group)
        {
            for (var elements = group.Read(_position); elements.MoveNext(); _position = elements.Position)
            {
                if (steps-- <= 0) return false;
                writer.Write(number, elements.Current);
            }
        }

        _position = 0;
        return true;
    }

    public void Dispose()
    {
    }

    private sealed class Copying(RestoredState copy) : IStateWriter
    {
        public void Add(int state, StateHeader header)
        {
        }

        public void Write(int state, in StateElement element) => copy.Add(element);
    }
}
