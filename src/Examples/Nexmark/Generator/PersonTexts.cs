namespace FlowActors.Examples.Nexmark;

/// <summary>The texts of a person.</summary>
internal static class PersonTexts
{
    private static readonly string[] FirstNames =
        ["Ada", "Alan", "Barbara", "Claude", "Donald", "Edsger", "Frances", "Grace", "John", "Leslie", "Niklaus"];

    private static readonly string[] LastNames =
        ["Abrams", "Bartels", "Jones", "Noris", "Shultz", "Smith", "Spencer", "Walton", "White"];

    private static readonly string[] Cities =
        ["Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond", "Seattle", "Kent", "Cheyenne"];

    private static readonly string[] States = ["AZ", "CA", "ID", "OR", "WA", "WY"];

    public static string Name(ref SplitMix64 random)
    {
        var first = FirstNames[random.Below(11)];
        return string.Concat(first, " ", LastNames[random.Below(9)]);
    }

    public static string EmailAddress(ref SplitMix64 random)
    {
        Span<char> user = stackalloc char[7];
        Span<char> host = stackalloc char[5];
        var userText = Letters.FillText(ref random, user);
        var hostText = Letters.FillText(ref random, host);
        return string.Concat(userText, "@", hostText, ".com");
    }

    public static string CreditCard(ref SplitMix64 random)
    {
        Span<char> card = stackalloc char[19];
        card.Fill(' ');
        for (var digits = card; ; digits = digits[5..])
        {
            WriteFourDigits(digits, random.Below(10_000));
            if (digits.Length == 4) return new string(card);
        }
    }

    public static string City(ref SplitMix64 random) => Cities[random.Below(10)];

    public static string State(ref SplitMix64 random) => States[random.Below(6)];

    private static void WriteFourDigits(Span<char> target, long value)
    {
        for (var i = 3; i >= 0; i--, value /= 10) target[i] = (char)('0' + value % 10);
    }
}
