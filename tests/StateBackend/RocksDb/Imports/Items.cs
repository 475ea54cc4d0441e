namespace FlowActors.StateBackend.Tests.RocksDb.Imports;

/// <summary>What a value says, whatever its class is.</summary>
internal readonly record struct Item(long Number, string Text);

/// <summary>A class of values as it was in one build, which became that of the next one.</summary>
/// <param name="Make">Makes a value.</param>
/// <param name="Read">Reads it again.</param>
internal sealed record ItemType<T>(Func<Item, T> Make, Func<T, Item> Read);

/// <summary>The same class in three builds: members came, moved and have grown.</summary>
internal static class Items
{
    public static ItemType<First> OfFirst { get; } = new(i => new((int)i.Number, i.Text), i => new(i.Number, i.Text));

    public static ItemType<Second> OfSecond { get; } = new(i => new(i.Text, i.Number, null), i => new(i.Number, i.Text));

    public static ItemType<Third> OfThird { get; } = new(i => new([], i.Number, i.Text, null), i => new(i.Number, i.Text));

    public sealed record First(int Number, string Text);

    public sealed record Second(string Text, long Number, int? More);

    public sealed record Third(List<string>? Notes, long Number, string Text, int? More);
}
