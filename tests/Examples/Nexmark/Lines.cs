using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Nexmark;

/// <summary>Texts of lines as the sample and the goldens have them.</summary>
internal static class Lines
{
    public static string Of(params object?[] columns) =>
        string.Join(',', columns.Select(column => Convert.ToString(column, CultureInfo.InvariantCulture)));

    public static string Of(Event element) => element switch
    {
        Person p => Of("P", p.Id, p.Name, p.EmailAddress, p.CreditCard, p.City, p.State, p.DateTime, p.Extra),
        Auction a => Of("A", a.Id, a.ItemName, a.Description, a.InitialBid, a.Reserve, a.DateTime, a.Expires, a.Seller, a.Category, a.Extra),
        Bid b => Of("B", b.Auction, b.Bidder, b.Price, b.Channel, b.Url, b.DateTime, b.Extra),
        _ => throw new ArgumentException($"{element.GetType()} is no event of the auction house.", nameof(element)),
    };

    public static string Md5(IEnumerable<string> lines) =>
        Md5(lines.Select(line => Encoding.UTF8.GetBytes(line + '\n')));

    public static string Md5(IEnumerable<byte[]> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var line in lines) hash.AppendData(line);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
