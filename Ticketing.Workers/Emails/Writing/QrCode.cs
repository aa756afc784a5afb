using QRCoder;

namespace Ticketing.Workers.Emails.Writing;

static class QrCode
{
    const int PixelsPerModule = 8;

    /// <summary>
    /// A PNG, black on white with its quiet zone. Level M stands a cracked or smeared phone screen and still leaves
    /// a signed code's modules big enough for the door's scanner.
    /// </summary>
    public static byte[] ToPng(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(PixelsPerModule);
    }
}
