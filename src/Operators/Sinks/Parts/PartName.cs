using System.Globalization;

namespace FlowActors.Sinks.Parts;

/// <summary>
/// The hidden name of a part: <c>.shown.job-attempt-subtask-checkpoint-operatorwriter.part</c>. It tells who may remove it, and when.
/// </summary>
/// <param name="Shown">The name that is to appear.</param>
/// <param name="By">Who writes it.</param>
/// <param name="Behind">The last checkpoint whose barrier had passed when it was begun, so that it can stand in later ones only; 0 for none.</param>
/// <param name="Writer">Tells parts of the same subtask from each other, also those of a zombie: 16 hexadecimal digits.</param>
internal sealed record PartName(string Shown, PartLineage By, long Behind, string Writer)
{
    private const string Suffix = ".part";
    private const int Numbers = 5;
    private const int OperatorDigits = 8;

    /// <summary>How much longer a hidden name is than the shown one, at most.</summary>
    public const int LongestAddition = 1 + 1 + 32 + 1 + 10 + 1 + 5 + 1 + 19 + 1 + 24 + 5;

    /// <summary>A number that nobody has had.</summary>
    public static string NewWriter() => Guid.NewGuid().ToString("n")[..16];

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $".{Shown}.{By.Job}-{By.Attempt}-{By.Subtask}-{Behind}-{By.Operator}{Writer}{Suffix}");

    /// <summary>Reads a name; null when it is no hidden name of a part.</summary>
    public static PartName? Read(string name)
    {
        if (name.Length <= 1 + Suffix.Length || name[0] != '.' || !name.EndsWith(Suffix, StringComparison.Ordinal)) return null;
        var body = name.AsSpan(1, name.Length - 1 - Suffix.Length);
        var dot = body.LastIndexOf('.');
        if (dot < 1) return null;
        var numbers = body[(dot + 1)..].ToString().Split('-');
        if (numbers.Length != Numbers || !IsHex(numbers[0], 32) || !IsHex(numbers[4], OperatorDigits + 16)) return null;
        return Number(numbers[1]) is { } attempt && Number(numbers[2]) is { } subtask && Number(numbers[3]) is { } behind
            && attempt <= int.MaxValue && subtask <= int.MaxValue
                ? new PartName(body[..dot].ToString(), new PartLineage(new JobId(numbers[0]), (int)attempt, (int)subtask, numbers[4][..OperatorDigits]), behind, numbers[4][OperatorDigits..])
                : null;
    }

    private static bool IsHex(string text, int digits) => text.Length == digits && text.All(char.IsAsciiHexDigitLower);

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
