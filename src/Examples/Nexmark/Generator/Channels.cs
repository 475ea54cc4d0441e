using System.Globalization;

namespace FlowActors.Examples.Nexmark;

/// <summary>The channels that bids come through, each with its url, made once: four hot ones, which serve half of all bids, and 10,000 others.</summary>
internal static class Channels
{
    private const string IdParameter = "&channel_id=";

    public static readonly Channel[] Hot =
        [.. new[] { "Google", "Facebook", "Baidu", "Apple" }.Select((name, i) => new Channel(name, UrlOf(seed: 78, i)))];

    public static readonly Channel[] Others = [.. Enumerable.Range(0, 10_000).Select(OtherChannel)];

    private static Channel OtherChannel(int index)
    {
        var url = UrlOf(seed: 77, index);
        if (index % 10 > 0) url += string.Create(CultureInfo.InvariantCulture, $"{IdParameter}{(index * 2_654_435_761) & 0x7fff_ffff}");
        return new Channel(string.Create(CultureInfo.InvariantCulture, $"channel-{index}"), url);
    }

    private static string UrlOf(ulong seed, int index)
    {
        var random = new SplitMix64(seed, (ulong)index);
        Span<char> words = stackalloc char[15];
        Letters.Fill(ref random, words[..5]);
        Letters.Fill(ref random, words[5..10]);
        Letters.Fill(ref random, words[10..]);
        return $"https://www.nexmark.com/{words[..5]}/{words[5..10]}/{words[10..]}/item.htm?query=1";
    }
}

/// <summary>A channel and the url of the bids that come through it.</summary>
internal readonly record struct Channel(string Name, string Url);
