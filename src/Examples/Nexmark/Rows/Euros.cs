using System.Globalization;

namespace FlowActors.Examples.Nexmark;

/// <summary>
/// An exact amount in thousandths, as large as a price times the exchange rate of 0.908 can be; a decimal would give the same
/// digits for many times the work.
/// </summary>
internal readonly record struct Euros(long Thousandths) : IUtf8SpanFormattable
{
    private const long ThousandthsPerDollar = 908;

    /// <summary>0.908 * <paramref name="price"/>.</summary>
    /// <param name="price">In whole dollars.</param>
    public static Euros FromDollars(long price) => new(checked(price * ThousandthsPerDollar));

    /// <summary>A whole amount.</summary>
    public static Euros Whole(long amount) => new(checked(amount * 1000));

    public static bool operator <(Euros left, Euros right) => left.Thousandths < right.Thousandths;

    public static bool operator >(Euros left, Euros right) => left.Thousandths > right.Thousandths;

    /// <summary>With three digits after the point.</summary>
    public override string ToString() => ToDecimal().ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes the amount with three digits after the point, whatever the format and the provider.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        ToDecimal().TryFormat(utf8Destination, out bytesWritten, default, CultureInfo.InvariantCulture);

    private decimal ToDecimal() => new decimal(Thousandths) * 0.001m;
}
