namespace FlowActors.Examples.Nexmark;

/// <summary>Random texts of small letters.</summary>
internal static class Letters
{
    private const int LettersPerDraw = 13;

    /// <summary>All pairs of letters in the order of drawing: the first letter is index mod 26, the second index / 26.</summary>
    private static readonly char[] Pairs =
        [.. Enumerable.Range(0, 26 * 26).SelectMany(pair => new[] { (char)('a' + pair % 26), (char)('a' + pair / 26) })];

    /// <summary>Where the extra texts of all events are cut from.</summary>
    public static readonly string Pool = MakePool();

    /// <summary>Draws as many letters as <paramref name="target"/> has room for; one draw serves 13 letters.</summary>
    public static void Fill(ref SplitMix64 random, Span<char> target)
    {
        while (!target.IsEmpty)
        {
            var length = Math.Min(target.Length, LettersPerDraw);
            FillFromOneDraw(random.Next(), target[..length]);
            target = target[length..];
        }
    }

    /// <summary>A text of 3 to <paramref name="max"/> - 1 letters.</summary>
    public static string Text(ref SplitMix64 random, int max)
    {
        Span<char> buffer = stackalloc char[max];
        return new string(FillText(ref random, buffer));
    }

    /// <summary>Writes a text of 3 to <c>buffer.Length - 1</c> letters to the buffer's begin and returns that part.</summary>
    public static ReadOnlySpan<char> FillText(ref SplitMix64 random, Span<char> buffer)
    {
        var text = buffer[..(3 + (int)random.Below(buffer.Length - 3))];
        Fill(ref random, text);
        return text;
    }

    private static void FillFromOneDraw(ulong bits, Span<char> target)
    {
        while (target.Length >= 2)
        {
            Pairs.AsSpan((int)(bits % (26 * 26)) * 2, 2).CopyTo(target);
            bits /= 26 * 26;
            target = target[2..];
        }

        if (!target.IsEmpty) target[0] = (char)('a' + bits % 26);
    }

    private static string MakePool()
    {
        var random = new SplitMix64(seed: 42, number: 0);
        var pool = new char[65_536];
        Fill(ref random, pool);
        return new string(pool);
    }
}
