using System.Globalization;

namespace FlowActors.Tests;

/// <summary>The culture of a machine that writes numbers and dates in its own way, for the thread of a test.</summary>
internal sealed class OtherCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public OtherCulture()
    {
        Culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        Culture.NumberFormat.NumberDecimalSeparator = ",";
        Culture.NumberFormat.NumberGroupSeparator = ".";
        Culture.NumberFormat.NegativeSign = "\u2212";
        Culture.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
        CultureInfo.CurrentCulture = Culture;
    }

    public CultureInfo Culture { get; }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
