// Names as they are borne in many countries, in their own scripts: what demo users are made of. Data only.
// Where a name is not written in Latin letters, `native|latin` gives both; the Latin form goes into user names and mails.

export type Culture = {
  readonly countries: readonly [string, ...string[]];
  readonly language: string;
  readonly timeZone: string;
  /** Country calling code; the rest of a number is made up of a range nobody answers. */
  readonly dial: string;
  /** The family name comes first. */
  readonly familyFirst?: boolean;
  /** Share of all users, in parts of the sum. */
  readonly share: number;
  readonly given: string;
  readonly family: string;
};

export const cultures: readonly [Culture, ...Culture[]] = [
  {
    countries: ['DE', 'AT', 'CH'],
    language: 'de',
    timeZone: 'Europe/Berlin',
    dial: '49',
    share: 12,
    given:
      'Anna Jörg Katharina Maximilian Sophie Lukas Johanna Felix Ursula Günter Hannah Björn Lena Matthias Greta Jürgen Marie Tobias Heike Stefan Käthe Oskar Frieda Anton',
    family:
      'Müller Schmidt Weiß Fischer Krämer Vogel Jäger Schäfer Köhler Lang Böhm Hoffmann Groß Keller Öztürk Busch Winkler Lorenz Graf Dietrich Kühn Pohl Engel Horn',
  },
  {
    countries: ['GB', 'IE', 'AU', 'NZ'],
    language: 'en',
    timeZone: 'Europe/London',
    dial: '44',
    share: 10,
    given:
      'Olivia George Amelia Harry Isla Noah Freya Arthur Siobhán Oscar Imogen Rhys Ffion Alistair Niamh Callum Beatrice Duncan Harriet Owen Eleanor Gareth Poppy Ewan',
    family:
      'Smith Jones Taylor O’Brien Davies Wilson Evans Thomas Walker Wright MacDonald Green Hall Wood Clarke Ó’Súilleabháin Turner Hill Cooper Ward Hughes Fraser Bennett Pritchard',
  },
  {
    countries: ['US', 'CA'],
    language: 'en',
    timeZone: 'America/New_York',
    dial: '1',
    share: 14,
    given: 'Emma Liam Ava Mason Harper Ethan Mia Logan Ella Jackson Aria Aiden Riley Carter Zoey Wyatt Nora Caleb Hazel Isaac Maya Dwayne Tasha Hunter',
    family:
      'Johnson Williams Brown Garcia Miller Davis Rodriguez Martinez Anderson Jackson White Harris Thompson Robinson Lewis Nguyen Young Allen King Scott Rivera Campbell Begay Kim',
  },
  {
    countries: ['FR', 'BE'],
    language: 'fr',
    timeZone: 'Europe/Paris',
    dial: '33',
    share: 8,
    given:
      'Camille Louis Chloé Gabriel Léa Hugo Manon Théo Inès Jules Zoé Raphaël Élise François Océane Benoît Margaux Étienne Aurélie Rémi Anaïs Loïc Maëlys Noël',
    family:
      'Martin Bernard Dubois Thomas Petit Leroy Moreau Lefèvre Girard Bonnet Dupont François Mercier Blanc Guérin Boyer Garnier Chevalier Faure Roussel Lemoine Béranger Colin Hébert',
  },
  {
    countries: ['ES', 'MX', 'AR', 'CO'],
    language: 'es',
    timeZone: 'Europe/Madrid',
    dial: '34',
    share: 9,
    given:
      'Lucía Hugo María Mateo Martina Alejandro Sofía Pablo Begoña Iñigo Carmen Javier Ximena Joaquín Noelia Andrés Ángela Rubén Macarena Sebastián Inés Gonzalo Paloma Íñaki',
    family:
      'García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Núñez Iglesias Ibáñez Peña Quispe Castaño Vázquez',
  },
  {
    countries: ['BR', 'PT'],
    language: 'pt',
    timeZone: 'America/Sao_Paulo',
    dial: '55',
    share: 7,
    given:
      'Helena Miguel Alice Arthur Laura Heitor Júlia João Beatriz Gonçalo Luísa Tomás Conceição Antônio Mariana Caio Inês Simão Lívia Otávio Vitória Tiago Fátima Rui',
    family:
      'Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Ribeiro Carvalho Araújo Gonçalves Magalhães Conceição Moura Simões Brandão Vilela Assunção Leitão Paixão Teles',
  },
  {
    countries: ['PL'],
    language: 'pl',
    timeZone: 'Europe/Warsaw',
    dial: '48',
    share: 4,
    given:
      'Zofia Jan Zuzanna Jakub Hanna Stanisław Małgorzata Wojciech Agnieszka Łukasz Grażyna Paweł Bożena Michał Żaneta Sławomir Ewa Kacper Oliwia Błażej Iga Radosław Jagna Mieszko',
    family:
      'Nowak Kowalska Wiśniewski Wójcik Kowalczyk Kamińska Lewandowski Zieliński Szymańska Woźniak Dąbrowski Kozłowska Jankowski Mazur Krawczyk Piotrowska Grabowski Pawłowska Michalak Król Wróbel Jabłońska Stępień Górska',
  },
  {
    countries: ['TR'],
    language: 'tr',
    timeZone: 'Europe/Istanbul',
    dial: '90',
    share: 4,
    given: 'Zeynep Yusuf Elif Mert Defne İbrahim Ayşe Çağatay Şule Ömer Gül Kağan Iğdır Özlem Işıl Tuğba Deniz Ceren Barış Fatma Hakan Nilüfer Umut Aslı',
    family: 'Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Işık Güneş Erdoğdu Ünal',
  },
  {
    countries: ['SE', 'NO', 'DK'],
    language: 'sv',
    timeZone: 'Europe/Stockholm',
    dial: '46',
    share: 4,
    given: 'Astrid Åke Ebba Björn Saga Göran Ingrid Håkan Maja Sören Linnéa Øystein Freja Søren Tuva Märta Nils Signe Anders Åsa Viggo Elsa Leif Ylva',
    family:
      'Andersson Johansson Hansen Lindqvist Nilsson Öberg Sjöström Åkesson Berg Dahl Lund Holm Nygård Sørensen Jørgensen Bjørnstad Ström Ek Söderberg Häggström Lindgren Vik Krogh Ås',
  },
  {
    countries: ['IT'],
    language: 'it',
    timeZone: 'Europe/Rome',
    dial: '39',
    share: 5,
    given:
      'Giulia Leonardo Aurora Francesco Ginevra Alessandro Beatrice Lorenzo Chiara Niccolò Matilde Riccardo Elena Davide Noemi Edoardo Bianca Simone Viola Tommaso Caterina Pietro Lucia Dario',
    family:
      'Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini Costa Giordano Rizzo Lombardi Moretti D’Angelo Fontana Caruso Nicolò',
  },
  {
    countries: ['GR', 'CY'],
    language: 'el',
    timeZone: 'Europe/Athens',
    dial: '30',
    share: 2,
    given:
      'Μαρία|Maria Γιώργος|Giorgos Ελένη|Eleni Νίκος|Nikos Δήμητρα|Dimitra Κώστας|Kostas Σοφία|Sofia Χρήστος|Christos Ιωάννα|Ioanna Αλέξανδρος|Alexandros Φωτεινή|Foteini Θάνος|Thanos',
    family:
      'Παπαδόπουλος|Papadopoulos Οικονόμου|Oikonomou Βλάχος|Vlachos Καραγιάννης|Karagiannis Νικολάου|Nikolaou Δημητρίου|Dimitriou Αγγελής|Angelis Μακρής|Makris Σαμαράς|Samaras Λάμπρου|Lamprou',
  },
  {
    countries: ['UA', 'BG'],
    language: 'uk',
    timeZone: 'Europe/Kyiv',
    dial: '380',
    share: 3,
    given:
      'Олена|Olena Андрій|Andrii Наталія|Nataliia Сергій|Serhii Оксана|Oksana Тарас|Taras Ірина|Iryna Богдан|Bohdan Юлія|Yuliia Максим|Maksym Соломія|Solomiia Ярослав|Yaroslav',
    family:
      'Шевченко|Shevchenko Коваленко|Kovalenko Бондар|Bondar Ткачук|Tkachuk Мельник|Melnyk Кравець|Kravets Олійник|Oliinyk Лисенко|Lysenko Гончар|Honchar Савчук|Savchuk Петров|Petrov',
  },
  {
    countries: ['EG', 'MA', 'AE'],
    language: 'ar',
    timeZone: 'Africa/Cairo',
    dial: '20',
    share: 4,
    given:
      'محمد|Mohamed فاطمة|Fatima أحمد|Ahmed مريم|Maryam يوسف|Youssef نور|Nour عمر|Omar ليلى|Layla خالد|Khaled سلمى|Salma كريم|Karim هبة|Heba طارق|Tarek رنا|Rana',
    family:
      'حسن|Hassan علي|Ali إبراهيم|Ibrahim مصطفى|Mostafa السيد|El-Sayed منصور|Mansour فاروق|Farouk نجار|Naggar شريف|Sherif حداد|Haddad بن_عمر|Ben_Omar القاضي|El-Kady',
  },
  {
    countries: ['IL'],
    language: 'he',
    timeZone: 'Asia/Jerusalem',
    dial: '972',
    share: 1,
    given: 'נועה|Noa איתי|Itai תמר|Tamar יונתן|Yonatan מאיה|Maya דוד|David שירה|Shira אורי|Uri יעל|Yael גיל|Gil',
    family: 'כהן|Cohen לוי|Levi מזרחי|Mizrahi פרץ|Peretz ביטון|Biton אברהם|Avraham פרידמן|Friedman שפירא|Shapira',
  },
  {
    countries: ['IN'],
    language: 'hi',
    timeZone: 'Asia/Kolkata',
    dial: '91',
    share: 8,
    given:
      'आरव|Aarav प्रिया|Priya अर्जुन|Arjun अनन्या|Ananya Rohan Kavya Vikram Deepika संजय|Sanjay मीरा|Meera Karthik Lakshmi राहुल|Rahul Sneha Imran Gurpreet Nisha Harish Anjali Suresh',
    family: 'शर्मा|Sharma Patel सिंह|Singh Reddy Iyer गुप्ता|Gupta Nair Khan वर्मा|Verma Das Menon Kaur Chatterjee जोशी|Joshi Pillai Desai Rao Mehta Bose Kulkarni',
  },
  {
    countries: ['CN', 'TW', 'SG'],
    language: 'zh',
    timeZone: 'Asia/Shanghai',
    dial: '86',
    familyFirst: true,
    share: 8,
    given:
      '伟|Wei 芳|Fang 娜|Na 敏|Min 静|Jing 强|Qiang 磊|Lei 军|Jun 洋|Yang 艳|Yan 小龙|Xiaolong 晓明|Xiaoming 丽华|Lihua 建国|Jianguo 雨桐|Yutong 子涵|Zihan 浩然|Haoran 欣怡|Xinyi 思远|Siyuan 美玲|Meiling',
    family:
      '王|Wang 李|Li 张|Zhang 刘|Liu 陈|Chen 杨|Yang 黄|Huang 赵|Zhao 吴|Wu 周|Zhou 徐|Xu 孙|Sun 马|Ma 朱|Zhu 胡|Hu 林|Lin 郭|Guo 欧阳|Ouyang 司马|Sima 高|Gao',
  },
  {
    countries: ['JP'],
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    dial: '81',
    familyFirst: true,
    share: 5,
    given:
      '陽菜|Hina 蓮|Ren 結衣|Yui 大翔|Hiroto さくら|Sakura 悠真|Yuma 美咲|Misaki 健太|Kenta 葵|Aoi 翔|Sho 真由美|Mayumi 誠|Makoto 恵子|Keiko 直樹|Naoki アリサ|Arisa 光|Hikaru',
    family:
      '佐藤|Sato 鈴木|Suzuki 高橋|Takahashi 田中|Tanaka 伊藤|Ito 渡辺|Watanabe 山本|Yamamoto 中村|Nakamura 小林|Kobayashi 加藤|Kato 吉田|Yoshida 山田|Yamada 佐々木|Sasaki 松本|Matsumoto 井上|Inoue 木村|Kimura',
  },
  {
    countries: ['KR'],
    language: 'ko',
    timeZone: 'Asia/Seoul',
    dial: '82',
    familyFirst: true,
    share: 3,
    given: '서연|Seoyeon 민준|Minjun 지우|Jiwoo 도윤|Doyun 하은|Haeun 예준|Yejun 수빈|Subin 지훈|Jihun 윤아|Yuna 성민|Seongmin 미영|Miyeong 동현|Donghyeon',
    family: '김|Kim 이|Lee 박|Park 최|Choi 정|Jung 강|Kang 조|Cho 윤|Yoon 장|Jang 임|Lim 남궁|Namgung',
  },
  {
    countries: ['VN'],
    language: 'vi',
    timeZone: 'Asia/Ho_Chi_Minh',
    dial: '84',
    familyFirst: true,
    share: 3,
    given: 'Anh Bảo Chi Dũng Hà Hương Khánh Linh Minh Ngọc Phúc Quân Thảo Trang Tuấn Vy Đức Hiếu Mai Sơn',
    family: 'Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý',
  },
  {
    countries: ['NG', 'KE', 'ET', 'ZA'],
    language: 'en',
    timeZone: 'Africa/Lagos',
    dial: '234',
    share: 5,
    given: 'Adébáyọ̀ Chinwe Wanjiku Emeka Ngozi Kofi Amina Thabo Tẹ́mítọ́pẹ́ Oluwaseun Zanele Baraka Abebe Nomvula Ifeoma Sipho Aisha Kamau Yetunde Tariku',
    family: 'Okafor Adéyẹmí Mwangi Ọláwálé Nkosi Abubakar Dlamini Otieno Eze Balogun Tesfaye Mbeki Achieng Obi Kiptoo van_der_Merwe Naidoo Bekele',
  },
];
