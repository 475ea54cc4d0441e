using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.State.Operator;

/// <summary>A map that all subtasks hold alike, and how its entries become bytes and come back.</summary>
internal sealed class BroadcastEntry<TMapKey, TMapValue>(
    StateSignature signature,
    StateHeader header,
    BroadcastState<TMapKey, TMapValue> map,
    KeySerializer<TMapKey> mapKeys,
    TypeSerializer<TMapValue> values,
    SerializerRegistry serializers) : StateEntry(signature, header, map)
    where TMapKey : notnull
{
    public override RegisteredState Describe() =>
        new(Header.OperatorUid, Header.OperatorName, Header.Name, Header.Kind, null, Signature.Types, 0, map.Count);

    public override void Export(int keyGroup, int number, IStateWriter writer)
    {
        var bytes = new ByteWriter();
        foreach (var (mapKey, value) in map.Entries())
        {
            bytes.Reset();
            mapKeys.Serialize(bytes, mapKey);
            var endOfMapKey = bytes.Position;
            values.Serialize(bytes, value);
            writer.Write(number, new StateElement
            {
                KeyGroup = RestoredState.NoGroup,
                MapKey = bytes.WrittenSpan[..endOfMapKey],
                Value = bytes.WrittenSpan[endOfMapKey..],
            });
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
                var mapKey = new ByteReader(elements.Current.MapKey);
                var value = new ByteReader(elements.Current.Value);
                map.Put(mapKeys.Deserialize(ref mapKey), read(ref value));
            }
        }
    }
}
