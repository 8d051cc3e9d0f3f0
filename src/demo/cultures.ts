// Names as they are borne in many countries, each in its own script: what demo users are made of. Data only; people.ts reads it.
// Where a name is not written in Latin letters, `native|latin` gives both; the Latin form goes into user names and mails.
// A family name that a woman bears in another form stands as `his~hers`. `_` is a blank inside a name.

export type Culture = {
  /** Code, calling code, time zone and nearest site of each; the first has by far the most users. */
  readonly countries: string;
  readonly language: string;
  /** The family name comes first. */
  readonly familyFirst?: boolean;
  /** Given and family name are written as one word. */
  readonly oneWord?: boolean;
  /** What a second name is, where many bear one. */
  readonly second?: 'given' | 'family';
  /** Share of all users, in parts of the sum. */
  readonly share: number;
  readonly women: string;
  readonly men: string;
  readonly family: string;
};

export const cultures: readonly [Culture, ...Culture[]] = [
  {
    countries: 'DE 49 Europe/Berlin Hamburg, AT 43 Europe/Vienna Hamburg, CH 41 Europe/Zurich Hamburg',
    language: 'de',
    second: 'given',
    share: 12,
    women: 'Anna Katharina Sophie Johanna Ursula Hannah Lena Greta Marie Heike Käthe Frieda Jördis Sabine Renate Miriam',
    men: 'Jörg Maximilian Lukas Felix Günter Björn Matthias Jürgen Tobias Stefan Oskar Anton Götz Florian Ruben Emil',
    family:
      'Müller Schmidt Weiß Fischer Krämer Vogel Jäger Schäfer Köhler Lang Böhm Hoffmann Groß Keller Busch Winkler Lorenz Graf Dietrich Kühn Pohl Engel Horn Yıldırım',
  },
  {
    countries: 'GB 44 Europe/London Boston, IE 353 Europe/Dublin Boston, AU 61 Australia/Sydney Osaka, NZ 64 Pacific/Auckland Osaka',
    language: 'en',
    second: 'given',
    share: 10,
    women: 'Olivia Amelia Isla Freya Siobhán Imogen Ffion Niamh Beatrice Harriet Eleanor Poppy Ruth Agnes Orla Maeve',
    men: 'George Harry Noah Arthur Oscar Rhys Alistair Callum Duncan Owen Gareth Ewan Rory Simon Alfie Hugh',
    family:
      'Smith Jones Taylor O’Brien Davies Wilson Evans Thomas Walker Wright MacDonald Green Hall Wood Clarke Ó’Súilleabháin Turner Hill Cooper Ward Hughes Fraser Bennett Pritchard',
  },
  {
    countries: 'US 1 America/New_York Boston, US 1 America/Chicago Boston, US 1 America/Los_Angeles Boston, CA 1 America/Toronto Boston',
    language: 'en',
    second: 'given',
    share: 14,
    women: 'Emma Ava Harper Mia Ella Aria Riley Zoey Nora Hazel Maya Tasha Brooke Denise Paige Savannah',
    men: 'Liam Mason Ethan Logan Jackson Aiden Carter Wyatt Caleb Isaac Dwayne Hunter Curtis Marcus Tyler Wesley',
    family:
      'Johnson Williams Brown Garcia Miller Davis Rodriguez Martinez Anderson Jackson White Harris Thompson Robinson Lewis Nguyen Young Allen King Scott Rivera Campbell Begay Kim',
  },
  {
    countries: 'FR 33 Europe/Paris Lyon, BE 32 Europe/Brussels Lyon',
    language: 'fr',
    second: 'given',
    share: 8,
    women: 'Camille Chloé Léa Manon Inès Zoé Élise Océane Margaux Aurélie Anaïs Maëlys Solène Agathe Noémie Hélène',
    men: 'Louis Gabriel Hugo Théo Jules Raphaël François Benoît Étienne Rémi Loïc Noël Mathieu Cédric Gaël Jérôme',
    family:
      'Martin Bernard Dubois Thomas Petit Leroy Moreau Lefèvre Girard Bonnet Dupont François Mercier Blanc Guérin Boyer Garnier Chevalier Faure Roussel Lemoine Béranger Colin Hébert',
  },
  {
    countries: 'ES 34 Europe/Madrid Porto, MX 52 America/Mexico_City Boston, AR 54 America/Argentina/Buenos_Aires São_Paulo, CO 57 America/Bogota São_Paulo',
    language: 'es',
    second: 'family',
    share: 9,
    women: 'Lucía María Martina Sofía Begoña Carmen Ximena Noelia Ángela Macarena Inés Paloma Rocío Elena Itziar Pilar',
    men: 'Hugo Mateo Alejandro Pablo Iñigo Javier Joaquín Andrés Rubén Sebastián Gonzalo Íñaki Álvaro Óscar Tomás Raúl',
    family:
      'García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Núñez Iglesias Ibáñez Peña Quispe Castaño Vázquez',
  },
  {
    countries: 'BR 55 America/Sao_Paulo São_Paulo, PT 351 Europe/Lisbon Porto',
    language: 'pt',
    second: 'family',
    share: 7,
    women: 'Helena Alice Laura Júlia Beatriz Luísa Conceição Mariana Inês Lívia Vitória Fátima Patrícia Lúcia Graça Sílvia',
    men: 'Miguel Arthur Heitor João Gonçalo Tomás Antônio Caio Simão Otávio Tiago Rui Estêvão Vinícius Duarte Davi',
    family:
      'Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Ribeiro Carvalho Araújo Gonçalves Magalhães Conceição Moura Simões Brandão Vilela Assunção Leitão Paixão Teles',
  },
  {
    countries: 'PL 48 Europe/Warsaw Gdańsk',
    language: 'pl',
    second: 'given',
    share: 4,
    women: 'Zofia Zuzanna Hanna Małgorzata Agnieszka Grażyna Bożena Żaneta Ewa Oliwia Iga Jagna Halina Jolanta',
    men: 'Jan Jakub Stanisław Wojciech Łukasz Paweł Michał Sławomir Kacper Błażej Radosław Mieszko Grzegorz Zbigniew',
    family:
      'Nowak Kowalski~Kowalska Wiśniewski~Wiśniewska Wójcik Kowalczyk Kamiński~Kamińska Lewandowski~Lewandowska Zieliński~Zielińska Szymański~Szymańska Woźniak Dąbrowski~Dąbrowska Kozłowski~Kozłowska Jankowski~Jankowska Mazur Krawczyk Grabowski~Grabowska Michalak Król Wróbel Jabłoński~Jabłońska Stępień Górski~Górska',
  },
  {
    countries: 'TR 90 Europe/Istanbul İzmir',
    language: 'tr',
    share: 4,
    women: 'Zeynep Elif Defne Ayşe Şule Gül Özlem Işıl Tuğba Ceren Fatma Nilüfer Aslı Gülşen Çiğdem Pınar',
    men: 'Yusuf Mert İbrahim Çağatay Ömer Kağan Deniz Barış Hakan Umut Emre Oğuz Süleyman Tarık Volkan Serkan',
    family: 'Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Işık Güneş Erdoğdu Ünal',
  },
  {
    countries: 'SE 46 Europe/Stockholm Göteborg',
    language: 'sv',
    second: 'given',
    share: 2,
    women: 'Astrid Ebba Saga Ingrid Maja Linnéa Tuva Märta Elsa Ylva Åsa Kerstin',
    men: 'Åke Björn Göran Håkan Sören Nils Anders Leif Viggo Örjan Lars Gösta',
    family: 'Andersson Johansson Lindqvist Nilsson Öberg Sjöström Åkesson Berg Lund Holm Ström Ek Söderberg Häggström Lindgren Bäck',
  },
  {
    countries: 'DK 45 Europe/Copenhagen Göteborg',
    language: 'da',
    second: 'given',
    share: 1,
    women: 'Freja Signe Karen Mette Kirsten Ida Rikke Bodil Astrid Gudrun',
    men: 'Søren Jørgen Mads Rasmus Bjarne Frederik Esben Kjeld Asger Troels',
    family: 'Hansen Sørensen Jørgensen Krogh Møller Nygaard Rasmussen Dahl Højgaard Østergaard Vestergaard Bæk',
  },
  {
    countries: 'NO 47 Europe/Oslo Göteborg',
    language: 'nb',
    second: 'given',
    share: 1,
    women: 'Solveig Ingrid Marit Åse Randi Tuva Sigrid Hilde Bjørg Liv',
    men: 'Øystein Bjørn Håkon Leif Sverre Terje Øyvind Magnus Kåre Espen',
    family: 'Hansen Olsen Bjørnstad Nygård Vik Ås Haugen Bakke Solberg Strand Ødegård Lie',
  },
  {
    countries: 'IT 39 Europe/Rome Lyon',
    language: 'it',
    second: 'given',
    share: 5,
    women: 'Giulia Aurora Ginevra Beatrice Chiara Matilde Elena Noemi Bianca Viola Caterina Lucia Rosalia Donatella',
    men: 'Leonardo Francesco Alessandro Lorenzo Niccolò Riccardo Davide Edoardo Simone Tommaso Pietro Dario Giosuè Fabrizio',
    family:
      'Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini Costa Giordano Rizzo Lombardi Moretti D’Angelo Fontana Caruso Nicolò',
  },
  {
    countries: 'GR 30 Europe/Athens Θεσσαλονίκη, CY 357 Asia/Nicosia Θεσσαλονίκη',
    language: 'el',
    share: 2,
    women: 'Μαρία|Maria Ελένη|Eleni Δήμητρα|Dimitra Σοφία|Sofia Ιωάννα|Ioanna Φωτεινή|Foteini Κατερίνα|Katerina Βασιλική|Vasiliki',
    men: 'Γιώργος|Giorgos Νίκος|Nikos Κώστας|Kostas Χρήστος|Christos Αλέξανδρος|Alexandros Θάνος|Thanos Στέλιος|Stelios Ηλίας|Ilias',
    family:
      'Παπαδόπουλος|Papadopoulos~Παπαδοπούλου|Papadopoulou Οικονόμου|Oikonomou Βλάχος|Vlachos~Βλάχου|Vlachou Καραγιάννης|Karagiannis~Καραγιάννη|Karagianni Νικολάου|Nikolaou Δημητρίου|Dimitriou Αγγελής|Angelis~Αγγελή|Angeli Μακρής|Makris~Μακρή|Makri Σαμαράς|Samaras~Σαμαρά|Samara Λάμπρου|Lamprou',
  },
  {
    countries: 'UA 380 Europe/Kyiv Київ',
    language: 'uk',
    share: 3,
    women: 'Олена|Olena Наталія|Nataliia Оксана|Oksana Ірина|Iryna Юлія|Yuliia Соломія|Solomiia Дарина|Daryna Катерина|Kateryna',
    men: 'Андрій|Andrii Сергій|Serhii Тарас|Taras Богдан|Bohdan Максим|Maksym Ярослав|Yaroslav Олександр|Oleksandr Юрій|Yurii',
    family:
      'Шевченко|Shevchenko Коваленко|Kovalenko Бондар|Bondar Ткачук|Tkachuk Мельник|Melnyk Кравець|Kravets Олійник|Oliinyk Лисенко|Lysenko Гончар|Honchar Савчук|Savchuk Яворський|Yavorskyi~Яворська|Yavorska',
  },
  {
    countries: 'BG 359 Europe/Sofia Θεσσαλονίκη',
    language: 'bg',
    share: 1,
    women: 'Мария|Mariya Десислава|Desislava Елена|Elena Гергана|Gergana Ивана|Ivana Радка|Radka',
    men: 'Георги|Georgi Иван|Ivan Димитър|Dimitar Николай|Nikolay Стоян|Stoyan Христо|Hristo',
    family:
      'Иванов|Ivanov~Иванова|Ivanova Петров|Petrov~Петрова|Petrova Георгиев|Georgiev~Георгиева|Georgieva Димитров|Dimitrov~Димитрова|Dimitrova Тодоров|Todorov~Тодорова|Todorova',
  },
  {
    countries: 'EG 20 Africa/Cairo İzmir, MA 212 Africa/Casablanca Lyon, AE 971 Asia/Dubai Pune',
    language: 'ar',
    share: 4,
    women: 'فاطمة|Fatima مريم|Maryam نور|Nour ليلى|Layla سلمى|Salma هبة|Heba رنا|Rana ياسمين|Yasmin',
    men: 'محمد|Mohamed أحمد|Ahmed يوسف|Youssef عمر|Omar خالد|Khaled كريم|Karim طارق|Tarek سامي|Sami',
    family:
      'حسن|Hassan علي|Ali إبراهيم|Ibrahim مصطفى|Mostafa السيد|El-Sayed منصور|Mansour فاروق|Farouk نجار|Naggar شريف|Sherif حداد|Haddad بن_عمر|Ben_Omar القاضي|El-Kady',
  },
  {
    countries: 'IL 972 Asia/Jerusalem İzmir',
    language: 'he',
    share: 1,
    women: 'נועה|Noa תמר|Tamar מאיה|Maya שירה|Shira יעל|Yael הדס|Hadas',
    men: 'איתי|Itai יונתן|Yonatan דוד|David אורי|Uri גיל|Gil אלון|Alon',
    family: 'כהן|Cohen לוי|Levi מזרחי|Mizrahi פרץ|Peretz ביטון|Biton אברהם|Avraham פרידמן|Friedman שפירא|Shapira',
  },
  {
    countries: 'IN 91 Asia/Kolkata Pune',
    language: 'hi',
    share: 4,
    women: 'प्रिया|Priya अनन्या|Ananya मीरा|Meera दीपिका|Deepika काव्या|Kavya नेहा|Neha सुनीता|Sunita रेखा|Rekha',
    men: 'आरव|Aarav अर्जुन|Arjun संजय|Sanjay राहुल|Rahul विक्रम|Vikram रोहन|Rohan अमित|Amit सुरेश|Suresh',
    family: 'शर्मा|Sharma सिंह|Singh गुप्ता|Gupta वर्मा|Verma जोशी|Joshi मेहता|Mehta यादव|Yadav मिश्रा|Mishra तिवारी|Tiwari चौधरी|Chaudhary अग्रवाल|Agarwal',
  },
  {
    countries: 'IN 91 Asia/Kolkata Pune',
    language: 'en',
    share: 4,
    women: 'Kavya Lakshmi Sneha Nisha Anjali Divya Gurpreet Aishwarya Farah Radhika',
    men: 'Rohan Karthik Imran Harish Suresh Vikram Gurdeep Arvind Joseph Naveen',
    family: 'Patel Reddy Iyer Nair Khan Das Menon Kaur Chatterjee Pillai Desai Rao Bose Kulkarni Fernandes Naidu',
  },
  {
    countries: 'CN 86 Asia/Shanghai Shenzhen',
    language: 'zh-CN',
    familyFirst: true,
    oneWord: true,
    share: 7,
    women: '芳|Fang 娜|Na 静|Jing 艳|Yan 丽华|Lihua 雨桐|Yutong 欣怡|Xinyi 美玲|Meiling 晓燕|Xiaoyan 秀英|Xiuying',
    men: '伟|Wei 强|Qiang 磊|Lei 军|Jun 小龙|Xiaolong 晓明|Xiaoming 建国|Jianguo 子涵|Zihan 浩然|Haoran 思远|Siyuan',
    family:
      '王|Wang 李|Li 张|Zhang 刘|Liu 陈|Chen 杨|Yang 黄|Huang 赵|Zhao 吴|Wu 周|Zhou 徐|Xu 孙|Sun 马|Ma 朱|Zhu 胡|Hu 林|Lin 郭|Guo 欧阳|Ouyang 司马|Sima 高|Gao',
  },
  {
    countries: 'TW 886 Asia/Taipei Shenzhen',
    language: 'zh-TW',
    familyFirst: true,
    oneWord: true,
    share: 1,
    women: '淑芬|Shufen 雅婷|Yating 怡君|Yijun 美惠|Meihui 佩珊|Peishan 詩涵|Shihan',
    men: '志明|Zhiming 俊傑|Junjie 家豪|Jiahao 建宏|Jianhong 冠宇|Guanyu 承恩|Chengen',
    family: '陳|Chen 林|Lin 黃|Huang 張|Chang 吳|Wu 劉|Liu 蔡|Tsai 楊|Yang 許|Hsu 鄭|Cheng 謝|Hsieh 歐陽|Ouyang',
  },
  {
    countries: 'JP 81 Asia/Tokyo Osaka',
    language: 'ja',
    familyFirst: true,
    oneWord: true,
    share: 5,
    women: '陽菜|Hina 結衣|Yui さくら|Sakura 美咲|Misaki 葵|Aoi 真由美|Mayumi 恵子|Keiko アリサ|Arisa 千尋|Chihiro 由美子|Yumiko',
    men: '蓮|Ren 大翔|Hiroto 悠真|Yuma 健太|Kenta 翔|Sho 誠|Makoto 直樹|Naoki 光|Hikaru 一郎|Ichiro 和夫|Kazuo',
    family:
      '佐藤|Sato 鈴木|Suzuki 高橋|Takahashi 田中|Tanaka 伊藤|Ito 渡辺|Watanabe 山本|Yamamoto 中村|Nakamura 小林|Kobayashi 加藤|Kato 吉田|Yoshida 山田|Yamada 佐々木|Sasaki 松本|Matsumoto 井上|Inoue 木村|Kimura',
  },
  {
    countries: 'KR 82 Asia/Seoul Osaka',
    language: 'ko',
    familyFirst: true,
    oneWord: true,
    share: 3,
    women: '서연|Seoyeon 지우|Jiwoo 하은|Haeun 수빈|Subin 윤아|Yuna 미영|Miyeong 은지|Eunji 혜진|Hyejin',
    men: '민준|Minjun 도윤|Doyun 예준|Yejun 지훈|Jihun 성민|Seongmin 동현|Donghyeon 준호|Junho 영수|Yeongsu',
    family: '김|Kim 이|Lee 박|Park 최|Choi 정|Jung 강|Kang 조|Cho 윤|Yoon 장|Jang 임|Lim 남궁|Namgung',
  },
  {
    countries: 'VN 84 Asia/Ho_Chi_Minh Shenzhen',
    language: 'vi',
    familyFirst: true,
    share: 3,
    women: 'Anh Chi Hà Hương Linh Ngọc Thảo Trang Vy Mai Thùy_Dung Kim_Ngân',
    men: 'Bảo Dũng Khánh Minh Phúc Quân Tuấn Đức Hiếu Sơn Quốc_Việt Hoàng_Long',
    family: 'Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý',
  },
  {
    countries: 'NG 234 Africa/Lagos Lagos',
    language: 'en',
    second: 'given',
    share: 3,
    women: 'Ngozi Ifeoma Tẹ́mítọ́pẹ́ Yetunde Aisha Folákẹ́ Chidinma Halima Adaeze Ọmọ́lará',
    men: 'Adébáyọ̀ Emeka Oluwaseun Musa Chinedu Tunde Ikenna Sadiq Obinna Babátúndé',
    family: 'Okafor Adéyẹmí Ọláwálé Abubakar Eze Balogun Obi Nwosu Bello Adébọ̀wálé Okonkwo Danjuma',
  },
  {
    countries: 'KE 254 Africa/Nairobi Lagos',
    language: 'sw',
    second: 'given',
    share: 1,
    women: 'Wanjiku Amina Achieng Nyambura Zawadi Chebet Grace Naliaka',
    men: 'Kamau Baraka Otieno Kiprono Mwangi Juma Daniel Wekesa',
    family: 'Njoroge Odhiambo Kiptoo Kariuki Mutua Wafula Cheruiyot Omondi Ndung’u Maina',
  },
  {
    countries: 'ET 251 Africa/Addis_Ababa Lagos',
    language: 'am',
    share: 1,
    women: 'ሰላም|Selam ሕይወት|Hiwot ብርቱካን|Birtukan ማርታ|Marta ትዕግስት|Tigist ሳራ|Sara',
    men: 'አበበ|Abebe ታሪኩ|Tariku ዳዊት|Dawit ሙሉጌታ|Mulugeta ኃይሌ|Haile ዮናስ|Yonas',
    family: 'ተስፋዬ|Tesfaye በቀለ|Bekele ከበደ|Kebede ገብረ|Gebre ወልደ|Wolde ታደሰ|Tadesse አለሙ|Alemu',
  },
  {
    countries: 'ZA 27 Africa/Johannesburg Lagos',
    language: 'en',
    second: 'given',
    share: 1,
    women: 'Zanele Nomvula Lindiwe Annelie Thandi Priya Karin Naledi',
    men: 'Thabo Sipho Pieter Kagiso Johan Mandla Ashwin Tshepo',
    family: 'Nkosi Dlamini Khumalo van_der_Merwe Naidoo Botha Mokoena Jacobs Govender Mahlangu',
  },
];
