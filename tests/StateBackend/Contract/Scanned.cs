using FlowActors.State;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>What a scan of a part of a state gives, as bytes.</summary>
internal sealed record ScannedElement(string Key, string Namespace, string MapKey, string Value, long? LastTouch)
{
    private byte[] Place => Convert.FromHexString(Key + Namespace);

    public static List<ScannedElement> Of(IStateScope scope, string state, int keyGroup, KeyRange keys, int max = int.MaxValue)
    {
        var scanned = new List<ScannedElement>();
        ((StateScope)scope).Scan(Opened.Uid, state, keyGroup, keys, (in element) =>
        {
            Assert.True(scanned.Count < max, "an element came after there were enough");
            Assert.Equal(keyGroup, element.KeyGroup);
            scanned.Add(new(Hex(element.Key), Hex(element.Namespace), Hex(element.MapKey), Hex(element.Value), element.LastTouch));
            return scanned.Count < max;
        });
        return scanned;
    }

    /// <summary>The same, read in pages of so many elements: each goes on behind the last element of the one before.</summary>
    public static List<ScannedElement> InPages(IStateScope scope, string state, int keyGroup, KeyRange keys, int page)
    {
        var scanned = new List<ScannedElement>();
        while (true)
        {
            var next = Of(scope, state, keyGroup, keys, page);
            if (scanned.Count > 0 && next.Count > 0) Assert.True(next[0].IsBehind(scanned[^1]), "the next page begins with what was read already");
            scanned.AddRange(next);
            if (next.Count < page) return scanned;
            keys = next[^1].MapKey.Length == 0 ? keys.Behind(next[^1].Place) : keys.Behind(next[^1].Place, Convert.FromHexString(next[^1].MapKey));
        }
    }

    private bool IsBehind(ScannedElement other) =>
        string.CompareOrdinal(Key + Namespace, other.Key + other.Namespace) is var order && (order != 0 ? order > 0 : string.CompareOrdinal(MapKey, other.MapKey) > 0);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
}
