using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.State.Operator;

/// <summary>A list of a subtask, and how its elements become bytes and come back.</summary>
internal sealed class OperatorListEntry<T>(
    StateSignature signature, StateHeader header, OperatorListState<T> list, TypeSerializer<T> values, SerializerRegistry serializers)
    : StateEntry(signature, header, list)
{
    public override RegisteredState Describe() =>
        new(Header.OperatorUid, Header.OperatorName, Header.Name, Header.Kind, null, Signature.Types, 0, list.Count);

    public override void Export(int keyGroup, int number, IStateWriter writer)
    {
        var bytes = new ByteWriter();
        foreach (var value in list.Get())
        {
            bytes.Reset();
            values.Serialize(bytes, value);
            writer.Write(number, new StateElement { KeyGroup = RestoredState.NoGroup, Value = bytes.WrittenSpan });
        }
    }

    public override IFrozenTable Freeze() => FrozenBytes.CopyOf(this);

    // Operator state is restored in memory by every backend.
    public override bool TryTake(UnclaimedState restored) => false;

    public override void Import(UnclaimedState restored)
    {
        var read = RestoreCheck.ReaderOf(restored.Header, values, serializers);
        foreach (var group in ((RestoredState)restored).Groups)
        {
            for (var elements = group.Read(); elements.MoveNext();)
            {
                var bytes = new ByteReader(elements.Current.Value);
                list.Add(read(ref bytes));
            }
        }
    }
}
