using FlowActors.State.Tables;

namespace FlowActors.State.Ttl;

/// <summary>
/// The elements that had not been over when the table was frozen, and may be seen no more otherwise, with their times of then. The table below
/// writes value and time in one, as <see cref="TimedSerializer{T}"/> does; here they are parted.
/// </summary>
internal sealed class TtlFrozenTable(IFrozenTable table, TtlRules rules, long now) : IFrozenTable, IStateWriter
{
    private IStateWriter? _writer;

    public bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps)
    {
        _writer = writer;
        return table.WriteSome(keyGroup, number, this, ref steps);
    }

    public void Add(int state, StateHeader header) => _writer!.Add(state, header);

    public void Write(int state, in StateElement element)
    {
        var value = TimedSerializer.Part(element.Value, out var lastTouch);
        if (rules.Hides(lastTouch, now)) return;
        _writer!.Write(state, new StateElement
        {
            KeyGroup = element.KeyGroup,
            Key = element.Key,
            Namespace = element.Namespace,
            MapKey = element.MapKey,
            Value = value,
            LastTouch = lastTouch,
        });
    }

    public void Dispose() => table.Dispose();
}
