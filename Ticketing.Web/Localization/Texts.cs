namespace Ticketing.Web.Localization;

/// <summary>What pages say: Texts.resx (Korean) and Texts.en.resx.</summary>
sealed class Texts;
